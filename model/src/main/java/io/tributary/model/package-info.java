/// The nouns of metrics: labels, matchers, sample bits; immutable, knowing nobody.
///
/// *Start here*: {@link io.tributary.model.Labels}, {@link io.tributary.model.Matcher}.
///
/// Invariants: a {@link io.tributary.model.Labels} is sorted by the bytes of its names, without
/// duplicates and without empty values. Everything here is immutable and may be shared between
/// threads. Not a hot path: the sample path works on bytes and meets these types only where a
/// series is new or an answer is written.
///
/// Deliberately absent: parsing, encoding, storage.
@NullMarked
package io.tributary.model;

import org.jspecify.annotations.NullMarked;
