package io.tributary.format.json;

/// Escapes characters and writes them as UTF-8.
///
/// As Prometheus' encoder (json-iterator) does: `\"`, `\\`, `\n`, `\r`, `\t`, other control
/// characters as `u` and four hex digits, DEL as it is. Half a surrogate pair becomes U+FFFD.
final class JsonStrings {
    /// Most bytes one `char` or surrogate pair takes.
    static final int CHARACTER_BYTES_MAX = 6;

    private static final int REPLACEMENT = 0xFFFD;
    private static final char LINE_SEPARATOR = '\u2028';
    private static final char PARAGRAPH_SEPARATOR = '\u2029';
    private static final String HEX = "0123456789abcdef";

    private byte[] out = {};
    private int end;

    /// Where the next byte goes after a `write`.
    int end() {
        return end;
    }

    /// Writes characters of `text` from `from` on for as long as any character would fit.
    ///
    /// @return the first character not written
    int write(String text, int from, boolean htmlSafe, byte[] into, int offset) {
        out = into;
        end = offset;
        int index = from;
        while (index < text.length() && end + CHARACTER_BYTES_MAX <= into.length) {
            char c = text.charAt(index);
            if (c < 0x80) {
                putAscii(c, htmlSafe);
                index++;
                continue;
            }
            int codePoint = text.codePointAt(index);
            index += Character.charCount(codePoint);
            putWide(codePoint, htmlSafe);
        }
        return index;
    }

    private void putAscii(char c, boolean htmlSafe) {
        switch (c) {
            case '"', '\\' -> putEscape(c);
            case '\n' -> putEscape('n');
            case '\r' -> putEscape('r');
            case '\t' -> putEscape('t');
            default -> {
                if (c < ' ' || (htmlSafe && (c == '<' || c == '>' || c == '&'))) {
                    putUnicodeEscape(c);
                } else {
                    put(c);
                }
            }
        }
    }

    private void putWide(int codePoint, boolean htmlSafe) {
        if (htmlSafe && (codePoint == LINE_SEPARATOR || codePoint == PARAGRAPH_SEPARATOR)) {
            putUnicodeEscape((char) codePoint);
            return;
        }
        boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        end = Utf8.put(half ? REPLACEMENT : codePoint, out, end);
    }

    private void putEscape(char c) {
        put('\\');
        put(c);
    }

    private void putUnicodeEscape(char c) {
        putEscape('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            put(HEX.charAt((c >>> shift) & 0xF));
        }
    }

    private void put(int one) {
        out[end++] = (byte) one;
    }
}
