/// The language queries are written in: a query formatted, and as a tree.
///
/// *Start here*: {@link io.tributary.server.language.LanguageApi}.
///
/// Invariants: nothing is read or evaluated.
///
/// Threads: a request's own. Not a hot path. What it does not do: parse and print (promql).
@NullMarked
package io.tributary.server.language;

import org.jspecify.annotations.NullMarked;
