package io.tributary.runtime.http.client;

import io.tributary.runtime.tls.TlsIdentity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a caller speaks TLS: whom it believes to be the server, and who it says it is itself.
///
/// @param identity shown where the server asks; empty: nobody
public record CallerTls(Trust trust, Optional<TlsIdentity> identity) {
    /// Whom it believes.
    public sealed interface Trust {
        /// What the machine's own CAs vouch for.
        record OfSystem() implements Trust {}

        /// What these CAs vouch for, and nobody else's.
        record OfAuthorities(List<X509Certificate> authorities) implements Trust {
            public OfAuthorities {
                authorities = List.copyOf(authorities);
            }
        }

        /// The one certificate with this hash, which the server has to show: its own, or that of a
        /// CA above it, which must have certified it, and for the name that was asked.
        ///
        /// @param sha256 of the certificate's DER, in hexadecimal, upper or lower case, with or
        ///   without colons
        record OfPinned(String sha256) implements Trust {
            private static final int DIGITS = 64;

            public OfPinned {
                sha256 = sha256.replace(":", "").toLowerCase(Locale.ROOT);
                if (sha256.length() != DIGITS
                        || !sha256.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                    throw new IllegalArgumentException(
                            "found %s, expected the SHA-256 of a certificate, %d hexadecimal digits"
                                    .formatted(sha256, DIGITS));
                }
            }
        }
    }

    /// The machine's CAs, and nobody.
    public static CallerTls ofSystem() {
        return new CallerTls(new Trust.OfSystem(), Optional.empty());
    }
}
