/// What the server says about itself, and honest empties for what Prometheus has and a store has
/// not.
///
/// *Start here*: {@link io.tributary.server.status.StatusApi}, {@link
/// io.tributary.server.status.EmptyApi}.
///
/// Invariants: nothing is made up: what is not known is left out; secrets are masked. While nobody
/// is authenticated everybody may see all of it.
///
/// Threads: safe from any thread. Not a hot path. What it does not do: know a tenant's data.
@NullMarked
package io.tributary.server.status;

import org.jspecify.annotations.NullMarked;
