/// A whole server under tenants: what one that sends ten times its limit costs another, and what
/// ten thousand cost that do nothing. Each program starts servers of its own, as processes, and
/// speaks to them as senders do.
///
/// *Start here*: {@link io.tributary.bench.tenants.NoisyNeighbour}, {@link
/// io.tributary.bench.tenants.IdleTenants}.
///
/// Arrivals are of an open loop where latency is measured: at fixed moments, whatever became of
/// those before, and counted from the moment that was meant.
///
/// Not shipped. What it does not do: check answers, which is the tests' affair.
@NullMarked
package io.tributary.bench.tenants;

import org.jspecify.annotations.NullMarked;
