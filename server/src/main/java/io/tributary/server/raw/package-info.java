/// Samples as they are stored, on their way out: to a Prometheus that federates, to one that reads
/// remotely, to whoever takes an export.
///
/// *Start here*: {@link io.tributary.server.raw.RawReads}, {@link
/// io.tributary.server.raw.FederateApi}.
///
/// Invariants: what is read is within what its caller may read, young enough, no more series than a
/// question may select, and durable before its first byte leaves; each read waits its turn, counts
/// against a budget, and stands among the queries that run and that ran.
///
/// Threads: each read runs on the thread of its request. Warm: nothing is allocated per float. What
/// it does not do: evaluate, and make one of replicas: series are as stored.
@NullMarked
package io.tributary.server.raw;

import org.jspecify.annotations.NullMarked;
