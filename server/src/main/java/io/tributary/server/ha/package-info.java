/// HA pairs as the server knows them: which labels are replica labels, of which tenant, and what a
/// request says about it (`dedup`, `replicaLabels[]`, as Thanos has them).
///
/// *Start here*: {@link io.tributary.server.ha.HaPairs}.
///
/// Invariants: where nothing is registered and nothing is said, series are as stored; series of
/// different tenants are never one.
///
/// Threads: everything is immutable. Not a hot path. What it does not do: make one series of
/// several (`promql`), take part in writes.
@NullMarked
package io.tributary.server.ha;

import org.jspecify.annotations.NullMarked;
