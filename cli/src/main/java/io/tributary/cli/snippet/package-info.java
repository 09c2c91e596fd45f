/// `tributary clusters snippet`: what a sender's configuration needs to push to a server.
///
/// *Start here*: {@link io.tributary.cli.snippet.SnippetCommand}, {@link
/// io.tributary.cli.snippet.Sender}.
///
/// Invariants: a snippet names files and holds no secret; what is put into it has no character that
/// means something in a configuration. Threads: any. Not a hot path. What it does not do: ask a
/// server, read the files that it names.
@NullMarked
package io.tributary.cli.snippet;

import org.jspecify.annotations.NullMarked;
