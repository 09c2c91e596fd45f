/// From who asks to what they may do: identities become routes for writes and scopes for reads, and
/// labels become verdicts.
///
/// *Start here*: {@link io.tributary.gateway.OpenIdentity}, {@link
/// io.tributary.gateway.LabelAdmission}.
///
/// Invariants: a {@link io.tributary.model.flow.ReadScope} is made here and nowhere else; route ids
/// are never reused; nothing a request says widens what its principal may do.
///
/// Series say whose they are only here, above the store: where a read asked for several tenants.
///
/// Threads: everything is safe from any thread and does not block. Hot path: a route is one look-up
/// per request; labels come by once per new series, not per sample.
///
/// What it does not do yet: credentials, policies, routing by label, rate limits. The one principal
/// is whoever can reach the loopback address.
@NullMarked
package io.tributary.gateway;

import org.jspecify.annotations.NullMarked;
