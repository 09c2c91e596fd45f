package io.tributary.gateway.registry.text;

/// One of the names by which a client certificate is known.
///
/// @param value compared character by character; of a fingerprint, 64 hexadecimal digits in small
///   letters
public record CertificateName(Kind kind, String value) {
    private static final int FINGERPRINT_LENGTH = 64;

    /// What kind of name.
    public enum Kind {
        /// A URI among its alternative names, as SPIFFE has it.
        URI("uri"),
        /// A DNS name among its alternative names.
        DNS("dns"),
        /// The SHA-256 of the whole certificate.
        SHA256("sha256");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// Whether a text can be a fingerprint: 64 hexadecimal digits in small letters.
    public static boolean isFingerprint(String text) {
        return text.length() == FINGERPRINT_LENGTH
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
