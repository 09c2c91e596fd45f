/// What a server tells of a write that nobody made, for people.
///
/// *Start here*: {@link io.tributary.cli.explain.ExplanationText}.
///
/// Threads: one. Not a hot path. What it does not do: ask.
@NullMarked
package io.tributary.cli.explain;

import org.jspecify.annotations.NullMarked;
