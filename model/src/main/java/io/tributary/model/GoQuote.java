package io.tributary.model;

import io.tributary.model.text.RawBytes;

/// Strings in double quotes as Go's `strconv.Quote` writes them, so that texts equal Prometheus'
/// own. A byte that is no UTF-8 ({@link RawBytes}) is written as `\xff`.
public final class GoQuote {
    private GoQuote() {}

    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(codePoint -> append(quoted, codePoint, '"'));
        return quoted.append('"').toString();
    }

    /// Likewise of a text that may be long, for people.
    ///
    /// @param charactersMax of it that are shown; where it has more, `…` stands for the rest
    public static String quote(String text, int charactersMax) {
        return quote(
                text.length() <= charactersMax ? text : text.substring(0, charactersMax) + "…");
    }

    /// One character in single quotes, as `strconv.QuoteRune`.
    public static String quote(int codePoint) {
        StringBuilder quoted = new StringBuilder().append('\'');
        append(quoted, codePoint, '\'');
        return quoted.append('\'').toString();
    }

    private static void append(StringBuilder quoted, int codePoint, char quote) {
        if (codePoint == quote) {
            quoted.append('\\').append(quote);
            return;
        }
        switch (codePoint) {
            case '\\' -> quoted.append("\\\\");
            case 0x07 -> quoted.append("\\a");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case 0x0B -> quoted.append("\\v");
            default -> {
                if (isPrintable(codePoint)) {
                    quoted.appendCodePoint(codePoint);
                } else {
                    escape(quoted, codePoint);
                }
            }
        }
    }

    private static void escape(StringBuilder quoted, int codePoint) {
        if (RawBytes.isByte(codePoint)) {
            quoted.append("\\x").append(hex(RawBytes.byteOf(codePoint), 2));
        } else if (codePoint < 0x20 || codePoint == 0x7F) {
            quoted.append("\\x").append(hex(codePoint, 2));
        } else if (codePoint < 0x10000) {
            quoted.append("\\u").append(hex(codePoint, 4));
        } else {
            quoted.append("\\U").append(hex(codePoint, 8));
        }
    }

    private static String hex(int codePoint, int digits) {
        String hex = Integer.toHexString(codePoint);
        return "0".repeat(Math.max(0, digits - hex.length())) + hex;
    }

    /// Go's `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
    private static boolean isPrintable(int codePoint) {
        if (codePoint == ' ') {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
