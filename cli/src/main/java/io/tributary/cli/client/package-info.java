/// The server that a command speaks to, who it says it is, and what a refusal says.
///
/// *Start here*: {@link io.tributary.cli.client.Target}. Invariant: a secret comes from a file,
/// never from the command line, where every user of the machine could read it. Threads: immutable.
/// Not a hot path. What it does not do: speak.
@NullMarked
package io.tributary.cli.client;

import org.jspecify.annotations.NullMarked;
