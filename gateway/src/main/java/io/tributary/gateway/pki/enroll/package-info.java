/// The rules by which agents get certificates: a join token once, then renewal with what they have.
///
/// *Start here*: {@link io.tributary.gateway.pki.enroll.Enrolment}, {@link
/// io.tributary.gateway.pki.enroll.JoinTokens}. The layout of the files is in
/// `gateway/docs/pki-files.md`.
///
/// ```
/// token made ──► spent on (token, key) ──► certificate ──► renewed daily, until revoked
///    │              │  the same key again, within 15 min: the same agent
///    └── 15 min ──► └── forgotten
/// ```
///
/// Invariants: a token is spent durably before a certificate is made for it, so that no crash lets
/// two keys have one; the agent that a token was spent on is on disk with the key; of a token, only
/// the hash is kept; who is revoked is asked anew each time.
///
/// Threads: everything is safe from any thread. What issues syncs a disk, so callers are best
/// platform threads. Not a hot path.
///
/// What it does not do: HTTP, TLS, rates; decide who may make tokens, or approve (the caller passes
/// the policy; {@link io.tributary.gateway.pki.enroll.Approvals} keeps the words given); audit, for
/// which each {@link io.tributary.gateway.pki.enroll.Outcome} tells who and why.
@NullMarked
package io.tributary.gateway.pki.enroll;

import org.jspecify.annotations.NullMarked;
