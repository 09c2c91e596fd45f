/// A second PromQL evaluator, for tests: what Prometheus 3.14 does, written down as plainly as it
/// can be, to judge the engine by.
///
/// *Start here*: {@link io.tributary.promql.reference.Reference}, then `Evaluator`.
///
/// It shares with the engine the parsed tree, label sets and matchers, and nothing else: no
/// columns, no budgets, no threads. An expression is evaluated at all times of a query, operator by
/// operator, each at one time after the other, from lists of series to lists of series (Prometheus:
/// `promql/engine.go`, `promql/functions.go`, `promql/quantile.go`). Upstream's oddities are here
/// on purpose, each told where it stands.
///
/// Invariants: nothing is changed after it was made, but for the offsets that a query's subqueries
/// move ({@link io.tributary.promql.reference.Preparation}). One thread. It is slow.
@NullMarked
package io.tributary.promql.reference;

import org.jspecify.annotations.NullMarked;
