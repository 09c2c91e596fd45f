/// The keys that issuers sign tokens with: where they come from, what is taken of them, and how
/// they are kept while the issuer cannot be reached.
///
/// *Start here*: {@link io.tributary.gateway.jwt.keys.KeySource}, {@link
/// io.tributary.gateway.jwt.keys.IssuerKeys}, {@link io.tributary.gateway.jwt.keys.KeySet}.
///
/// Invariants: a key is public and asymmetric, and says which algorithms it is for, so that no
/// token chooses how it is checked; nothing that a token says is ever fetched; an issuer is asked
/// at most once in ten seconds, whatever tokens come.
///
/// Threads: key sets are immutable. One virtual thread looks whose keys are due, and one more runs
/// for each issuer that is being asked; requests wait for those, a bounded number for a bounded
/// time. Hot path: {@link io.tributary.gateway.jwt.keys.VerifyingKey}, once per token that is not
/// known yet.
///
/// Nimbus checks RSA and ECDSA signatures, and its classes are loaded where a key is read; Ed25519
/// is the JDK's. What this does not do: X.509 chains of keys (`x5c`, `x5u`), which are ignored.
@NullMarked
package io.tributary.gateway.jwt.keys;

import org.jspecify.annotations.NullMarked;
