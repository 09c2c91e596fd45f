/// Quarantine: what an agent or cluster writes, kept apart from its tenant's own until somebody
/// decides.
///
/// *Start here*: {@link io.tributary.gateway.quarantine.Quarantines} (as it is declared), {@link
/// io.tributary.gateway.quarantine.QuarantineKey} (where it is kept).
///
/// Invariants: what is kept apart is in tenants of the store whose names and ids no registered
/// tenant can have; so nothing reaches them but a scope or a route that the registry's word on a
/// quarantine makes. Threads: values. Hot path: a key is hashed once for each route, and for each
/// read of a tenant that has something released. What it does not do: copy, delete, decide.
@NullMarked
package io.tributary.gateway.quarantine;

import org.jspecify.annotations.NullMarked;
