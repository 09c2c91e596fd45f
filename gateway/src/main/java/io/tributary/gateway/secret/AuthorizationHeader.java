package io.tributary.gateway.secret;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Reads `Authorization` (RFC 9110, 11.6.2; RFC 6750, 2.1; RFC 7617) as strictly as these are
/// written: one header, one scheme in any case, spaces, one word of `token68`. So two headers that
/// a proxy joined by a comma are refused as two are, and nothing means one thing to a proxy and
/// another to us.
///
/// Clients of Influx 2 write `Token` for `Bearer`, and, to an Influx 1.8, `Token USER:PASSWORD` in
/// clear: a user and a password in ASCII.
final class AuthorizationHeader {
    /// Longest value, in characters. Tokens of some providers with many groups have 7,000.
    static final int LENGTH_MAX = Secret.BYTES_MAX;

    /// Longest user name, in bytes of UTF-8.
    static final int USER_BYTES_MAX = 256;

    private static final String BEARER = "bearer";
    private static final String BASIC = "basic";

    /// What clients of Influx 2 call a bearer token.
    private static final String TOKEN = "token";

    private static final int CASE_BIT = 0x20;
    private static final int JWT_PARTS = 3;

    private AuthorizationHeader() {}

    /// What the values of all headers of this name present.
    static Presented parse(List<String> values) {
        return switch (values.size()) {
            case 0 -> new Presented.None();
            case 1 -> {
                try {
                    yield parse(values.getFirst());
                } catch (SecretException e) {
                    yield new Presented.Malformed(e.getMessage());
                }
            }
            default ->
                    new Presented.Malformed(
                            "%d Authorization headers, at most 1".formatted(values.size()));
        };
    }

    private static Presented parse(String value) throws SecretException {
        if (value.length() > LENGTH_MAX) {
            throw new SecretException(
                    "Authorization header has %d characters, at most %d"
                            .formatted(value.length(), LENGTH_MAX));
        }
        int end = value.length();
        while (end > 0 && isBlank(value.charAt(end - 1))) {
            end--;
        }
        int start = 0;
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        int schemeEnd = start;
        while (schemeEnd < end && value.charAt(schemeEnd) != ' ') {
            schemeEnd++;
        }
        int wordStart = schemeEnd;
        while (wordStart < end && value.charAt(wordStart) == ' ') {
            wordStart++;
        }
        if (start == end) {
            throw new SecretException("Authorization header is empty");
        }
        boolean bearer =
                isScheme(BEARER, value, start, schemeEnd)
                        || isScheme(TOKEN, value, start, schemeEnd);
        if (!bearer && !isScheme(BASIC, value, start, schemeEnd)) {
            throw new SecretException(
                    "Authorization header has a scheme that is none of Bearer, Token and Basic");
        }
        if (isScheme(TOKEN, value, start, schemeEnd) && hasColon(value, wordStart)) {
            return password(ascii(value, wordStart, end), "Token");
        }
        String word = word(value, wordStart, end);
        return bearer ? bearer(word) : password(decode(word), "Basic");
    }

    /// White space around a header's value (RFC 9110, 5.6.3), which is no part of it.
    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /// Compares without regard to case, and in ASCII alone.
    private static boolean isScheme(String scheme, String value, int from, int to) {
        if (to - from != scheme.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if ((value.charAt(i) | CASE_BIT) != scheme.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /// Whether it is a user and a password, whatever either is.
    private static boolean hasColon(String value, int from) {
        for (int i = from; i < value.length(); i++) {
            if (value.charAt(i) == ':') {
                return true;
            }
        }
        return false;
    }

    private static String word(String value, int from, int to) throws SecretException {
        if (from == to) {
            throw new SecretException("Authorization header has nothing behind its scheme");
        }
        for (int i = from; i < to; i++) {
            if (!Ascii.isToken68(value.charAt(i))) {
                throw new SecretException(
                        "Authorization header has a character that is not allowed at position "
                                + (i + 1));
            }
        }
        return value.substring(from, to);
    }

    private static Presented bearer(String word) throws SecretException {
        if (word.startsWith(AccessToken.PREFIX)) {
            return new Presented.Token(AccessToken.parse(word));
        }
        if (isJwt(word)) {
            return new Presented.OtherBearer(
                    Secret.ofUtf8(word.getBytes(StandardCharsets.ISO_8859_1)));
        }
        throw new SecretException(
                "bearer token neither begins with " + AccessToken.PREFIX + " nor is a signed JWT");
    }

    /// Whether it is three words of base64url between dots (RFC 7515, 3.1), none of them empty.
    private static boolean isJwt(String word) {
        int parts = 1;
        int partStart = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '.') {
                if (i == partStart) {
                    return false;
                }
                parts++;
                partStart = i + 1;
            } else if (!Ascii.isBase64Url(c)) {
                return false;
            }
        }
        return parts == JWT_PARTS && partStart < word.length();
    }

    private static Presented password(byte[] bytes, String scheme) throws SecretException {
        int colon = 0;
        while (colon < bytes.length && bytes[colon] != ':') {
            colon++;
        }
        if (colon == bytes.length) {
            throw new SecretException(scheme + " credentials have no colon behind the user");
        }
        if (colon == 0) {
            throw new SecretException(scheme + " credentials have no user");
        }
        if (colon > USER_BYTES_MAX) {
            throw new SecretException(
                    "%s credentials have a user of %d bytes, at most %d"
                            .formatted(scheme, colon, USER_BYTES_MAX));
        }
        if (colon == bytes.length - 1) {
            throw new SecretException(scheme + " credentials have no password");
        }
        Secret user = part(bytes, 0, colon, scheme);
        return new Presented.Password(user.reveal(), part(bytes, colon + 1, bytes.length, scheme));
    }

    private static byte[] ascii(String value, int from, int to) throws SecretException {
        String text = value.substring(from, to);
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw new SecretException("Token credentials are no ASCII");
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] decode(String word) throws SecretException {
        try {
            return Base64.getDecoder().decode(word);
        } catch (IllegalArgumentException e) {
            // Its own message shows a piece of the text.
            throw new SecretException("Basic credentials are no base64");
        }
    }

    private static Secret part(byte[] bytes, int from, int to, String scheme)
            throws SecretException {
        byte[] utf8 = Arrays.copyOfRange(bytes, from, to);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) {
            throw new SecretException(scheme + " credentials are no UTF-8");
        }
        Secret part = Secret.ofUtf8(utf8);
        if (part.hasControlCharacter()) {
            throw new SecretException(scheme + " credentials have a control character");
        }
        return part;
    }
}
