package io.tributary.server.api;

/// Label names as they stand in a path: any UTF-8, or `U__` and `_` with a code point in hex in its
/// place (Prometheus: `model.UnescapeName`).
public final class EscapedName {
    private static final String PREFIX = "U__";

    /// Digits of the largest code point.
    private static final int DIGITS_MAX = 6;

    private EscapedName() {}

    /// The name that is meant; a name that is no escape means itself.
    public static String unescape(String name) {
        if (!name.startsWith(PREFIX)) {
            return name;
        }
        StringBuilder plain = new StringBuilder();
        int at = PREFIX.length();
        while (at < name.length()) {
            char c = name.charAt(at);
            if (c != '_') {
                plain.append(c);
                at++;
                continue;
            }
            int end = name.indexOf('_', at + 1);
            if (end < 0 || end - at - 1 > DIGITS_MAX) {
                return name;
            }
            if (end == at + 1) {
                plain.append('_');
            } else if (!appendCodePoint(plain, name.substring(at + 1, end))) {
                return name;
            }
            at = end + 1;
        }
        return plain.toString();
    }

    private static boolean appendCodePoint(StringBuilder plain, String hex) {
        if (!hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
            return false;
        }
        int codePoint = Integer.parseInt(hex, 16);
        boolean isCharacter =
                codePoint <= Character.MAX_CODE_POINT
                        && (codePoint < Character.MIN_SURROGATE
                                || codePoint > Character.MAX_SURROGATE);
        if (isCharacter) {
            plain.appendCodePoint(codePoint);
        }
        return isCharacter;
    }
}
