package io.tributary.gateway.secret;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// A bearer token that we made; its form is specified in this package's description.
///
/// @param id its public part, by which its row is found; may be shown
/// @param secret all of it, which is what is hashed
public record AccessToken(String id, Secret secret) {
    static final String PREFIX = "trb_";

    /// Crockford's alphabet: no two of its characters are taken for each other.
    private static final String ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int ID_LENGTH = 12;
    private static final int ID_BITS_PER_CHARACTER = 5;
    private static final int RANDOM_BYTES = 32;
    private static final int RANDOM_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int ID_START = PREFIX.length();
    private static final int RANDOM_START = ID_START + ID_LENGTH + 1;
    private static final int CHECKSUM_START = RANDOM_START + RANDOM_LENGTH + 1;

    /// Characters of a token.
    static final int LENGTH = CHECKSUM_START + CHECKSUM_LENGTH;

    /// A new one, with 60 random bits to be found by and 256 to be secret.
    static AccessToken make(SecureRandom random) {
        StringBuilder text = new StringBuilder(LENGTH).append(PREFIX);
        long bits = random.nextLong();
        for (int i = 0; i < ID_LENGTH; i++) {
            text.append(ID_ALPHABET.charAt((int) (bits & (ID_ALPHABET.length() - 1))));
            bits >>>= ID_BITS_PER_CHARACTER;
        }
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        text.append('_').append(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        byte[] checked = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        text.append('_').append(HexFormat.of().toHexDigits(checksum(checked, checked.length)));
        try {
            return parse(text.toString());
        } catch (SecretException e) {
            throw new IllegalStateException("BUG: made a token that is none", e);
        }
    }

    /// Reads a token.
    ///
    /// @throws SecretException if it has not the form, or its checksum does not fit: it was
    ///   mistyped or cut, and is no token that we ever made
    public static AccessToken parse(String text) throws SecretException {
        if (!text.startsWith(PREFIX)) {
            throw new SecretException("token does not begin with " + PREFIX);
        }
        if (text.length() != LENGTH) {
            throw new SecretException(
                    "token has %d characters, want %d".formatted(text.length(), LENGTH));
        }
        for (int i = ID_START; i < LENGTH; i++) {
            if (!isAllowed(text.charAt(i), i)) {
                throw new SecretException("token has a wrong character at position " + (i + 1));
            }
        }
        Secret secret = Secret.ofUtf8(text.getBytes(StandardCharsets.ISO_8859_1));
        int checksum = HexFormat.fromHexDigits(text, CHECKSUM_START, LENGTH);
        if (checksum != checksum(secret.utf8(), CHECKSUM_START - 1)) {
            throw new SecretException("token's checksum does not fit: it was mistyped or cut");
        }
        return new AccessToken(text.substring(ID_START, ID_START + ID_LENGTH), secret);
    }

    private static boolean isAllowed(char c, int position) {
        if (position == RANDOM_START - 1 || position == CHECKSUM_START - 1) {
            return c == '_';
        }
        if (position < RANDOM_START) {
            return ID_ALPHABET.indexOf(c) >= 0;
        }
        if (position < CHECKSUM_START) {
            return Ascii.isBase64Url(c);
        }
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private static int checksum(byte[] text, int length) {
        CRC32 crc = new CRC32();
        crc.update(text, 0, length);
        return (int) crc.getValue();
    }
}
