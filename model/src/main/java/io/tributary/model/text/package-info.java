/// Numbers as text, the way Go prints them, so that texts equal Prometheus' own.
///
/// *Start here*: {@link io.tributary.model.text.GoFloat}.
///
/// Invariants: what is written reads back as the same number, in as few digits as do. Threads: an
/// instance belongs to one thread at a time; the static methods are safe from any. Hot for large
/// answers: decimals of at most 15 digits allocate nothing.
///
/// Deliberately absent: parsing, other bases, a chosen number of digits.
@NullMarked
package io.tributary.model.text;

import org.jspecify.annotations.NullMarked;
