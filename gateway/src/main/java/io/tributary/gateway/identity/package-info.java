/// From who asks to what they may do: credentials become callers, and these become routes for
/// writes and scopes for reads.
///
/// *Start here*: {@link io.tributary.gateway.identity.Authorizer}, {@link
/// io.tributary.gateway.identity.Identity}, {@link io.tributary.gateway.identity.Permission}.
///
/// Invariants: a {@link io.tributary.model.flow.ReadScope} is made here and nowhere else; route ids
/// are never reused; nothing a request says widens what its caller may do; who is told *no* is not
/// told whether what they asked for exists.
///
/// Threads: everything is safe from any thread. Hot path: a caller and a route are a few look-ups
/// per request. What it does not do: judge labels, count, keep.
@NullMarked
package io.tributary.gateway.identity;

import org.jspecify.annotations.NullMarked;
