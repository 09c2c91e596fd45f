/// What a proxy that ends TLS tells of the client at its other side: the header
/// `X-Forwarded-Client-Cert`, as Envoy has it, and which proxies are believed.
///
/// *Start here*: {@link io.tributary.gateway.forwarded.ForwardedCertificate}, whose form is in its
/// comment; {@link io.tributary.gateway.forwarded.TrustedProxies}.
///
/// Invariants: a header is read whole or refused, never in part; nothing is read of one whose
/// sender is not listed.
///
/// Threads: immutable values. Not a hot path: once for a request that comes with such a header.
/// What it does not do: decide who somebody is.
@NullMarked
package io.tributary.gateway.forwarded;

import org.jspecify.annotations.NullMarked;
