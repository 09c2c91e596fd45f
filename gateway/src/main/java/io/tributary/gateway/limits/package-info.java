/// How much may come in, by tenant and by workload cluster: limits as they are set, and the rate of
/// samples held to them.
///
/// *Start here*: {@link io.tributary.gateway.limits.WriteLimits}, {@link
/// io.tributary.gateway.limits.IngestRates}.
///
/// Invariants: a limit counts from the next request after it was set; a request over a rate takes
/// nothing of it. Limits of series are held by the store, which alone knows what is new.
///
/// Threads: everything is safe from any thread. Hot path: one lock and two look-ups a request.
@NullMarked
package io.tributary.gateway.limits;

import org.jspecify.annotations.NullMarked;
