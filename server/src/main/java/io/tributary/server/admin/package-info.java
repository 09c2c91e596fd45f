/// The registry's API over HTTP.
///
/// *Start here*: {@link io.tributary.server.admin.AdminApi}; what it answers stands in
/// `docs/reference/admin-api.md`.
///
/// Invariants: every body has a bound, and all of them together; a token is in an answer once, a
/// hash never. Threads: safe from any. Not a hot path. What it does not do: decide who may do what,
/// which `gateway.admin` does.
@NullMarked
package io.tributary.server.admin;

import org.jspecify.annotations.NullMarked;
