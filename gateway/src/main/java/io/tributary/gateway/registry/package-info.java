/// Who there is: tenants, workload clusters, credentials and agents, declared in files that are
/// watched and by an API, valid as a whole or not in force.
///
/// *Start here*: {@link io.tributary.gateway.registry.Registry}, {@link
/// io.tributary.gateway.registry.RegistrySnapshot}.
///
/// Invariants: a snapshot never changes and holds no reference to what is not in it; no secret is
/// in it, only hashes; what is wrong is told with file, line, what was found and what was expected.
///
/// Threads: a snapshot is read by any thread; one at a time makes them. Not a hot path: a request
/// looks up one or two names. What it does not do: authenticate, authorise, stamp.
@NullMarked
package io.tributary.gateway.registry;

import org.jspecify.annotations.NullMarked;
