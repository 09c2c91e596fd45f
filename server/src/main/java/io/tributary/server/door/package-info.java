/// What every request has to pass before its route's own part: the gate, which is shut until the
/// store is open; the doors behind it; and, for the query API, who may read what, the parameters
/// within a budget, and the codes of what went wrong.
///
/// *Start here*: {@link io.tributary.server.door.ApiRoute}, {@link
/// io.tributary.server.door.ApiRoutes}.
///
/// Invariants: a request's scope is the authenticator's, never widened by anything the request
/// says; a shut gate answers 503; each route of the query API is declared once, for the server and
/// for the reference.
///
/// Threads: all of it is safe from any thread. Not a hot path. What it does not do: answer.
@NullMarked
package io.tributary.server.door;

import org.jspecify.annotations.NullMarked;
