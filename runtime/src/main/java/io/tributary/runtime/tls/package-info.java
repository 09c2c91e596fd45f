/// Who the two sides of a TLS connection are: our own key and chain, the certificates that vouch
/// for clients, and the check of what a client shows.
///
/// *Start here*: {@link io.tributary.runtime.tls.ServerTls}, {@link
/// io.tributary.runtime.tls.ClientAnchors}, {@link io.tributary.runtime.tls.TlsFiles}.
///
/// Invariants: key and chain fit together, or are not taken; what is asked for at a handshake is
/// what its source says now; a client's chain is checked against the anchors of now, without the
/// dates of today; the library's own path validation decides, our rules only refuse more.
///
/// Threads: all of it is safe from any thread; {@link io.tributary.runtime.tls.TlsFiles} has one of
/// its own. Not a hot path: once per handshake, and once per connection after the anchors changed.
///
/// What it does not do: dates, revocation and rights of a client (HTTP's answer), sockets.
@NullMarked
package io.tributary.runtime.tls;

import org.jspecify.annotations.NullMarked;
