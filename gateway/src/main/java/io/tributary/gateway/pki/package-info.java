/// The built-in certificate authority: who signs, what is signed, and what is believed of a
/// certificate or of a request for one.
///
/// *Start here*: {@link io.tributary.gateway.pki.CertificateAuthority}, {@link
/// io.tributary.gateway.pki.AgentIdentity}, {@link io.tributary.gateway.pki.SigningRequest}. The
/// file's layout is in `gateway/docs/pki-files.md`.
///
/// ```
/// root (10 years, no authority below it)
///  ├── agent  (30 days, clientAuth)  URI spiffe://<trust>/tenant/<uuid>/cluster/<uuid>/agent/<uuid>
///  └── server (30 days, serverAuth)  names and addresses
/// ```
///
/// Invariants: what is in a certificate is chosen here, never by the request, of which only the key
/// is taken; a root stays an anchor for 120 days after another has taken over, so whatever it
/// signed can be renewed; the server shows a certificate of the *oldest* anchor, which is the one
/// that an agent that was away knows.
///
/// Threads: everything is safe from any thread. Signing and verifying block for milliseconds,
/// opening under a passphrase for seconds, changes of roots for a sync. Not a hot path.
///
/// What it does not do: decide who gets a certificate, which is for the package `enroll` below; ask
/// whether one is revoked, which is the registry's word; publish revocation lists, or answer for
/// names outside the trust domain.
@NullMarked
package io.tributary.gateway.pki;

import org.jspecify.annotations.NullMarked;
