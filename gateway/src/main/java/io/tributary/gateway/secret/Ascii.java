package io.tributary.gateway.secret;

/// The alphabets of HTTP's credentials.
final class Ascii {
    private Ascii() {}

    /// Of base64 as URLs have it (RFC 4648, 5).
    static boolean isBase64Url(char c) {
        return isLetterOrDigit(c) || c == '-' || c == '_';
    }

    /// Of `token68` (RFC 9110, 11.2), which both `Bearer` and `Basic` have.
    static boolean isToken68(char c) {
        return isBase64Url(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
