/// TLS beneath the HTTP server, where the stack shows: how a port listens, what a plain request
/// there is told, and which client is at the other end.
///
/// *Start here*: {@link io.tributary.runtime.http.tls.TlsPort}, {@link
/// io.tributary.runtime.http.tls.Clients}.
///
/// Invariants: TLS 1.2 and 1.3 only; a client's certificate counts while the anchors of *now* vouch
/// for it, however old its connection or its session is.
///
/// Threads: event loops, and the requests' own for {@link io.tributary.runtime.http.tls.Clients}.
/// Not a hot path: two reads of memory per request. What it does not do: who may do what.
@NullMarked
package io.tributary.runtime.http.tls;

import org.jspecify.annotations.NullMarked;
