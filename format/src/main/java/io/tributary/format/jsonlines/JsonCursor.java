package io.tributary.format.jsonlines;

import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.format.lines.SymbolText;
import java.util.Arrays;

/// Walks the JSON of one line, in place. Reused; owned by one thread at a time.
///
/// ```
/// if (in.begin('[', ']')) {
///     do { … } while (in.more(']'));
/// }
/// ```
final class JsonCursor {
    /// Objects and arrays in each other.
    private static final int DEPTH_MAX = 32;

    private byte[] bytes = {};
    private int limit;
    private int at;
    private int from;
    private int to;

    void reset(byte[] lineBytes, int offset, int end) {
        bytes = lineBytes;
        at = offset;
        limit = end;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Where the string or number passed last begins, its quote not counted.
    int from() {
        return from;
    }

    /// One past its end.
    int to() {
        return to;
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    /// The next byte that is no white space; 0 where the line is over.
    int peek() {
        while (at < limit && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
            at++;
        }
        return at < limit ? bytes[at] : 0;
    }

    void expect(char wanted) throws LineException {
        if (peek() != wanted) {
            throw wrong("'" + wanted + "' is wanted");
        }
        at++;
    }

    /// Enters an object or array.
    ///
    /// @return whether there is something in it
    boolean begin(char open, char close) throws LineException {
        expect(open);
        boolean empty = peek() == close;
        at += empty ? 1 : 0;
        return !empty;
    }

    /// Goes behind an element.
    ///
    /// @return whether there is another
    boolean more(char close) throws LineException {
        if (peek() == ',') {
            at++;
            return true;
        }
        expect(close);
        return false;
    }

    /// Nothing stands behind what was read.
    void expectEnd() throws LineException {
        if (peek() != 0 || at < limit) {
            throw wrong("something stands behind the object");
        }
    }

    /// Passes over a string.
    void string() throws LineException {
        expect('"');
        from = at;
        while (at < limit && bytes[at] != '"') {
            if (bytes[at] >= 0 && bytes[at] < ' ') {
                throw wrong("a control character stands in a string");
            }
            at += bytes[at] == '\\' ? 2 : 1;
        }
        if (at >= limit) {
            at = limit;
            throw wrong("a string has no end");
        }
        to = at;
        at++;
    }

    /// Passes over the name of a member and the colon behind it.
    void name() throws LineException {
        string();
        int nameFrom = from;
        int nameTo = to;
        expect(':');
        from = nameFrom;
        to = nameTo;
    }

    /// Passes over a number or a literal.
    void token() throws LineException {
        int _ = peek();
        from = at;
        while (at < limit && isTokenByte(bytes[at])) {
            at++;
        }
        to = at;
        if (from == to) {
            throw wrong("a value is wanted");
        }
    }

    /// Passes over a value of any kind.
    void skipValue() throws LineException {
        skipValue(0);
    }

    /// Whether the string or number passed last is this one, letter by letter.
    boolean is(byte[] word) {
        return Arrays.equals(bytes, from, to, word, 0, word.length);
    }

    /// Copies the string passed last without its escapes. Half of a surrogate pair becomes what is
    /// no UTF-8.
    void copyString(SymbolText into) throws LineException {
        int copied = from;
        int next = from;
        while (next < to) {
            if (bytes[next] != '\\') {
                next++;
                continue;
            }
            into.put(bytes, copied, next - copied);
            next = copyEscape(next, into);
            copied = next;
        }
        into.put(bytes, copied, to - copied);
    }

    LineException wrong(String what) {
        return new LineException(LineFault.SYNTAX, what, at);
    }

    private void skipValue(int depth) throws LineException {
        int c = peek();
        if (c == '"') {
            string();
            return;
        }
        if (c != '{' && c != '[') {
            token();
            return;
        }
        if (depth == DEPTH_MAX) {
            throw wrong("more than " + DEPTH_MAX + " objects and arrays stand in each other");
        }
        char close = c == '{' ? '}' : ']';
        if (begin((char) c, close)) {
            do {
                if (c == '{') {
                    name();
                }
                skipValue(depth + 1);
            } while (more(close));
        }
    }

    /// @return where the escape ends
    private int copyEscape(int escape, SymbolText into) throws LineException {
        byte c = bytes[escape + 1];
        switch (c) {
            case '"', '\\', '/' -> into.put(c);
            case 'b' -> into.put('\b');
            case 'f' -> into.put('\f');
            case 'n' -> into.put('\n');
            case 'r' -> into.put('\r');
            case 't' -> into.put('\t');
            case 'u' -> {
                return copyUnit(escape, into);
            }
            default -> throw unknownEscape(escape);
        }
        return escape + 2;
    }

    private int copyUnit(int escape, SymbolText into) throws LineException {
        int end = escape + 6;
        int codePoint = unit(escape);
        if (Character.isHighSurrogate((char) codePoint)
                && end + 1 < to
                && bytes[end] == '\\'
                && bytes[end + 1] == 'u'
                && Character.isLowSurrogate((char) unit(end))) {
            codePoint = Character.toCodePoint((char) codePoint, (char) unit(end));
            end += 6;
        }
        putUtf8(codePoint, into);
        return end;
    }

    private int unit(int escape) throws LineException {
        int unit = 0;
        for (int i = escape + 2; i < escape + 6; i++) {
            int digit = i < to ? Character.digit(bytes[i], 16) : -1;
            if (digit < 0) {
                throw unknownEscape(escape);
            }
            unit = 16 * unit + digit;
        }
        return unit;
    }

    private static void putUtf8(int codePoint, SymbolText into) {
        if (codePoint < 0x80) {
            into.put(codePoint);
            return;
        }
        if (codePoint < 0x800) {
            into.put(0xC0 | (codePoint >>> 6));
        } else if (codePoint < 0x10000) {
            into.put(0xE0 | (codePoint >>> 12));
            into.put(0x80 | ((codePoint >>> 6) & 0x3F));
        } else {
            into.put(0xF0 | (codePoint >>> 18));
            into.put(0x80 | ((codePoint >>> 12) & 0x3F));
            into.put(0x80 | ((codePoint >>> 6) & 0x3F));
        }
        into.put(0x80 | (codePoint & 0x3F));
    }

    private static LineException unknownEscape(int position) {
        return new LineException(
                LineFault.SYNTAX, "an unknown escape stands in a string", position);
    }

    private static boolean isTokenByte(byte c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '+'
                || c == '-'
                || c == '.';
    }
}
