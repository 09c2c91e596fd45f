/// The frame of evaluation: what an operator is, and what passes between operators.
///
/// *Start here*: {@link io.tributary.promql.engine.operator.Operator}, {@link
/// io.tributary.promql.engine.operator.Column}.
///
/// Invariants: a shape never changes once told; a column's absence is a bit, never NaN; every
/// column that outlives one call stands on the query's budget.
///
/// Threads: an operator and a context belong to one thread; other threads of the query have a
/// {@link io.tributary.promql.engine.operator.Lane} and a context of their own. What is counted is
/// counted together. Hot path: columns are reused and hold primitives only.
///
/// Deliberately absent: the language (`ast`), functions, reading from a store.
@NullMarked
package io.tributary.promql.engine.operator;

import org.jspecify.annotations.NullMarked;
