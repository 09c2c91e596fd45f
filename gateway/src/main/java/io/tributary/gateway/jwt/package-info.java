/// Bearer tokens that others issue: OpenID Connect providers, and API servers of Kubernetes for
/// service accounts. From a token and a rule to who it is and what that may do.
///
/// *Start here*: {@link io.tributary.gateway.jwt.TokenVerifier}, {@link
/// io.tributary.gateway.jwt.IssuerRule}, {@link io.tributary.gateway.jwt.TokenVerdict}.
///
/// Invariants: nothing is told of a token before its signature was checked with a key of its
/// issuer, by an algorithm that the key is for; what a token's header says is never fetched; that a
/// token is genuine may be remembered, what it may do is decided on every request; a token that
/// cannot be judged for lack of keys is not refused.
///
/// Threads: everything is safe from any thread. A request may wait for an issuer's keys, for
/// seconds and among a bounded number of others; for a token that is known it does not. Hot path:
/// once per request, not per sample.
///
/// What it does not do: tokens of our own, introspection, sessions, opaque tokens, encrypted ones.
@NullMarked
package io.tributary.gateway.jwt;

import org.jspecify.annotations.NullMarked;
