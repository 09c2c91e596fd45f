/// Bearer tokens and passwords: what they look like, what is kept of them, whether what a request
/// presents is one.
///
/// *Start here*: {@link io.tributary.gateway.secret.Presented}, {@link
/// io.tributary.gateway.secret.CredentialCheck}, {@link
/// io.tributary.gateway.secret.CredentialMint}.
///
/// A token is 69 characters of ASCII:
///
/// ```
/// trb_0123456789ab_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8_df16decc
///     ├──────────┤ ├─────────────────────────────────────────┤ ├──────┤
///         id                         secret                    checksum
///
/// id        12 characters of 0-9 a-z without i, l, o, u: 60 random bits; public
/// secret    32 random bytes in base64 for URLs without padding
/// checksum  CRC-32 (as of zlib) of all before its underscore, as 8 hexadecimal digits
/// ```
///
/// As a pattern, for who looks for lost ones:
/// `trb_[0-9a-hjkmnp-tv-z]{12}_[0-9A-Za-z_-]{43}_[0-9a-f]{8}`. The checksum holds out chance: it
/// tells one that was mistyped, or cut, from one that is unknown. It proves nothing.
///
/// The id finds the row, by one look-up; all 69 characters are the secret that is hashed. What is
/// kept is an Argon2id hash ({@link io.tributary.gateway.secret.SecretHash}) and nothing else.
///
/// Invariants: no `toString` and no message of an exception shows a secret or a piece of one; what
/// is secret is compared in constant time; nothing is remembered of what was presented but a keyed
/// hash whose key dies with the process.
///
/// Threads: everything is safe from any thread; only {@link
/// io.tributary.gateway.secret.CredentialCheck} blocks. Hot path: one HMAC and one look-up a
/// request.
///
/// What it does not do: know rows, users or rights; read JWTs; normalise Unicode (two ways to write
/// one password are two passwords); hide by its timing whether a user is there.
@NullMarked
package io.tributary.gateway.secret;

import org.jspecify.annotations.NullMarked;
