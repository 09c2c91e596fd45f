/// Random queries over random data, asked of the engine and of the reference evaluator.
///
/// *Start here*: `DifferentialTest`, then {@link io.tributary.promql.fuzz.Trial}.
///
/// A seed makes a {@link io.tributary.promql.fuzz.Trial}: stored series, a query, when to ask it,
/// and whether names go late. Where two answers differ and upstream's would be the same whatever
/// the order of its maps and the last bits of its sums, the trial shrinks to a script that fails,
/// which belongs to `src/test/scripts`; its seed belongs to `src/test/seeds.txt`. What is said
/// about an answer ({@link io.tributary.promql.fuzz.Notes}) is compared with a real Prometheus
/// only.
///
/// Invariants: a seed makes the same trial everywhere. One thread.
@NullMarked
package io.tributary.promql.fuzz;

import org.jspecify.annotations.NullMarked;
