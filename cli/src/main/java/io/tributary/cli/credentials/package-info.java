/// `tributary credentials`: what a sender or reader is given to say who they are.
///
/// *Start here*: {@link io.tributary.cli.credentials.HashCommand}. Invariant: a secret is printed
/// once, where it was made, and comes in by a file. Threads: one. Not a hot path. What it does not
/// do: keep anything.
@NullMarked
package io.tributary.cli.credentials;

import org.jspecify.annotations.NullMarked;
