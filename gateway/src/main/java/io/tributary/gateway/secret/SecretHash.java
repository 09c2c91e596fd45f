package io.tributary.gateway.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// What is kept of a secret: its Argon2id hash, written as a PHC string:
///
/// ```
/// $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>        base64 without padding
/// ```
///
/// Whoever has it can try passwords as fast as their machines allow, so it does not show itself
/// either. Equal where the strings are. Immutable.
public final class SecretHash {
    /// Longest PHC string, in characters; the longest within the other bounds has 184.
    static final int TEXT_LENGTH_MAX = 256;

    /// Longest secret that is hashed, in bytes. A longer one is not hashed and proves nothing.
    static final int SECRET_BYTES_MAX = 1_024;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES_MIN = 8;
    private static final int SALT_BYTES_MAX = 48;
    private static final int HASH_BYTES_MIN = 16;
    private static final int HASH_BYTES_MAX = 64;
    private static final String START = "$argon2id$v=19$";
    private static final String FORM = START + "m=…,t=…,p=…$<salt>$<hash>";
    private static final int NUMBER_LENGTH_MAX = 7;

    private final String phc;
    private final byte[] phcBytes;
    private final HashCost cost;
    private final byte[] salt;
    private final byte[] hash;

    private SecretHash(HashCost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
        this.phc = START + cost + "$" + base64(salt) + "$" + base64(hash);
        this.phcBytes = phc.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Hashes a secret of at most {@link #SECRET_BYTES_MAX} bytes with a new salt.
    static SecretHash make(Secret secret, HashCost cost, SecureRandom random) {
        if (secret.sizeBytes() > SECRET_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "BUG: secret of " + secret.sizeBytes() + " bytes is hashed");
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new SecretHash(cost, salt, cost.hash(secret.utf8(), salt, HASH_BYTES));
    }

    /// Reads a PHC string. Computes nothing.
    ///
    /// @throws SecretException if it is none of Argon2id version 19, out of bounds, or not written
    ///   in the one way in which it can be written
    public static SecretHash parse(String text) throws SecretException {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw new SecretException(
                    "hash has %d characters, at most %d".formatted(text.length(), TEXT_LENGTH_MAX));
        }
        if (!text.startsWith(START)) {
            throw new SecretException(otherForm(text));
        }
        String[] parts = text.substring(START.length()).split("\\$", -1);
        if (parts.length != 3) {
            throw new SecretException(
                    "hash has %d parts behind its version, want 3: %s"
                            .formatted(parts.length, FORM));
        }
        HashCost cost = cost(parts[0]);
        byte[] salt = bytes("salt", parts[1], SALT_BYTES_MIN, SALT_BYTES_MAX);
        byte[] hash = bytes("value", parts[2], HASH_BYTES_MIN, HASH_BYTES_MAX);
        SecretHash read = new SecretHash(cost, salt, hash);
        if (!MessageDigest.isEqual(read.phcBytes, text.getBytes(StandardCharsets.UTF_8))) {
            throw new SecretException(
                    "hash is not written as "
                            + FORM
                            + ": a leading zero, or base64 with spare bits");
        }
        return read;
    }

    /// The PHC string, to be stored.
    public String phc() {
        return phc;
    }

    /// The same as bytes; not a copy, not to be changed.
    byte[] phcBytes() {
        return phcBytes;
    }

    HashCost cost() {
        return cost;
    }

    /// Whether this is the hash of what was presented. Costs a computation of Argon2, and then a
    /// comparison whose time tells nothing.
    boolean isOf(Secret presented) {
        return presented.sizeBytes() <= SECRET_BYTES_MAX
                && MessageDigest.isEqual(hash, cost.hash(presented.utf8(), salt, hash.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretHash that && MessageDigest.isEqual(phcBytes, that.phcBytes);
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return START + cost + "$***";
    }

    /// Says what the text is instead, where its first words are ones that everybody knows. Nothing
    /// else of it is shown: it may be a password that was to be hashed first.
    private static String otherForm(String text) {
        for (String known :
                new String[] {
                    "$argon2id$v=16$",
                    "$argon2id$",
                    "$argon2i$",
                    "$argon2d$",
                    "$2a$",
                    "$2b$",
                    "$2y$",
                    "$scrypt$",
                    "$pbkdf2",
                    "$1$",
                    "$5$",
                    "$6$",
                    "$y$",
                    "{SHA}",
                    "$apr1$"
                }) {
            if (text.startsWith(known)) {
                return "hash begins with " + known + ", want " + FORM;
            }
        }
        return "hash does not begin with " + START + ", want " + FORM;
    }

    private static HashCost cost(String text) throws SecretException {
        String[] parts = text.split(",", -1);
        if (parts.length != 3) {
            throw new SecretException(
                    "hash has %d parameters, want m, t and p: %s".formatted(parts.length, FORM));
        }
        return HashCost.of(number("m=", parts[0]), number("t=", parts[1]), number("p=", parts[2]));
    }

    private static int number(String name, String text) throws SecretException {
        int number = 0;
        int digits = text.length() - name.length();
        if (!text.startsWith(name) || digits < 1 || digits > NUMBER_LENGTH_MAX) {
            throw new SecretException(
                    "hash has no %s with a number of 1 to %d digits: %s"
                            .formatted(name, NUMBER_LENGTH_MAX, FORM));
        }
        for (int i = name.length(); i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new SecretException("hash has a %s that is no number".formatted(name));
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static byte[] bytes(String what, String text, int min, int max) throws SecretException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Its own message shows a piece of the text.
            throw new SecretException("hash has a %s that is no base64".formatted(what));
        }
        if (bytes.length < min || bytes.length > max) {
            throw new SecretException(
                    "hash has a %s of %d bytes, want %d to %d"
                            .formatted(what, bytes.length, min, max));
        }
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
