package io.tributary.gateway.secret;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A text that proves something to whoever holds it. It does not show itself: {@link #toString} is
/// the same for all, and so is {@link #hashCode}, for a secret is no key of a map.
///
/// Two are compared in a time that depends on their lengths alone. Immutable.
public final class Secret {
    /// Longest text, in bytes of UTF-8.
    public static final int BYTES_MAX = 8 * 1024;

    private static final String SHOWN = "***";

    private final byte[] utf8;

    private Secret(byte[] utf8) {
        this.utf8 = utf8;
    }

    /// The secret that is this text.
    ///
    /// @throws SecretException if it is empty, longer than {@link #BYTES_MAX}, or no Unicode
    public static Secret of(String text) throws SecretException {
        return ofUtf8(encode(text));
    }

    /// The secret that is this text of UTF-8, which belongs to it from now on.
    static Secret ofUtf8(byte[] utf8) throws SecretException {
        if (utf8.length == 0) {
            throw new SecretException("secret is empty");
        }
        if (utf8.length > BYTES_MAX) {
            throw new SecretException(
                    "secret has %d bytes, at most %d".formatted(utf8.length, BYTES_MAX));
        }
        return new Secret(utf8);
    }

    /// The text itself, for the one moment where somebody must see it: who was just given it.
    public String reveal() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /// The text as UTF-8; not a copy, not to be changed and not to be kept.
    byte[] utf8() {
        return utf8;
    }

    int sizeBytes() {
        return utf8.length;
    }

    /// Characters of Unicode, as people count them when they choose a password.
    int characterCount() {
        int count = 0;
        for (byte b : utf8) {
            // All bytes of a character but its first are 10xxxxxx.
            if ((b & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    /// Whether HTTP's basic authentication could not carry it (RFC 7617, 2).
    boolean hasControlCharacter() {
        for (byte b : utf8) {
            if ((b >= 0 && b < ' ') || b == 0x7F) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return SHOWN;
    }

    private static byte[] encode(String text) throws SecretException {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] utf8 = new byte[encoded.remaining()];
            encoded.get(utf8);
            return utf8;
        } catch (CharacterCodingException e) {
            throw new SecretException("secret is no Unicode: it has half of a surrogate pair");
        }
    }
}
