package io.tributary.gateway.pki;

/// The name that all identities of a site begin with, in SPIFFE's alphabet: lower-case letters,
/// digits, `.`, `-` and `_`. It never changes: a certificate of another trust domain is a
/// stranger's.
public record TrustDomain(String name) {
    /// Longest name. SPIFFE allows 255 bytes; 64 fit into an X.509 name, too.
    public static final int CHARACTERS_MAX = 64;

    public TrustDomain {
        if (name.isEmpty()
                || name.length() > CHARACTERS_MAX
                || !name.chars().allMatch(TrustDomain::isAllowed)) {
            throw new IllegalArgumentException(
                    "trust domain must be 1 to %d of a-z, 0-9, '.', '-' and '_'"
                            .formatted(CHARACTERS_MAX));
        }
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    }

    @Override
    public String toString() {
        return name;
    }
}
