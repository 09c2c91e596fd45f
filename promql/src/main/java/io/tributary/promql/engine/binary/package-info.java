/// Operators between two expressions: arithmetic, comparison, sets.
///
/// *Start here*: {@link io.tributary.promql.engine.binary.Joins}.
///
/// Invariants: what is to be unique is checked at each step at which both sides have something;
/// what no pair needs is read as well, since it may fail the query.
///
/// Threads: one query, one thread. Hot path: columns are combined in place.
///
/// Deliberately absent: merging results of the same labels (`engine.functions`).
@NullMarked
package io.tributary.promql.engine.binary;

import org.jspecify.annotations.NullMarked;
