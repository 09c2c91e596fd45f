/// Numbers as text, the way Go prints and reads them, so that texts equal Prometheus' own; how
/// large the program of a regular expression becomes.
///
/// *Start here*: {@link io.tributary.model.text.GoFloat}; {@link
/// io.tributary.model.text.GoFloatReader} is its way back.
///
/// Invariants: what is written reads back as the same number, in as few digits as do. Threads: an
/// instance belongs to one thread at a time; the static methods are safe from any. Hot for large
/// answers: decimals of at most 15 digits allocate nothing.
///
/// Deliberately absent: other bases, more than 15 digits by choice.
@NullMarked
package io.tributary.model.text;

import org.jspecify.annotations.NullMarked;
