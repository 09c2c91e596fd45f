/// `info`: series get the labels of series that describe them, found by `job` and `instance`
/// (Prometheus: `promql/info.go`).
///
/// *Start here*: {@link io.tributary.promql.engine.info.InfoJoin}.
///
/// ```
/// argument ─→ columns ─→ values of job and instance ─→ second selection
///                └───────────── step by step ──────────────┴─→ enriched columns
/// ```
///
/// Invariants: what describes is looked up at the moments that the argument's first selector is
/// looked up at; of several errors the earliest step's is told.
///
/// Threads: one query, one thread. Not a hot path: labels are made where a description changes.
///
/// Deliberately absent: other identifying labels than those two, as upstream.
@NullMarked
package io.tributary.promql.engine.info;

import org.jspecify.annotations.NullMarked;
