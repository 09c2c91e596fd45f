/// Random data and random queries over it.
///
/// *Start here*: {@link io.tributary.promql.fuzz.random.RandomQuery}, {@link
/// io.tributary.promql.fuzz.random.RandomData}.
///
/// Invariants: the same from the same seed. A query that is made is one that the parser takes with
/// all switches on, and names metrics of the data. One thread.
@NullMarked
package io.tributary.promql.fuzz.random;

import org.jspecify.annotations.NullMarked;
