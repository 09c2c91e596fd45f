package io.tributary.format.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Walks JSON (RFC 8259) in a range of a byte array, in place. What is no UTF-8 in a string stays
/// as it is, and escapes are looked at where one is copied only. Reused; owned by one thread at a
/// time.
///
/// ```
/// if (in.begin('[', ']')) {
///     do { … } while (in.more(']'));
/// }
/// ```
///
/// @param <E> what is thrown where that is no JSON
public final class JsonCursor<E extends Exception> {
    /// How many objects and arrays may stand in each other.
    public static final int DEPTH_MAX = 128;

    private static final byte[] NULL = word("null");
    private static final byte[] TRUE = word("true");
    private static final byte[] FALSE = word("false");

    private final Faults<E> faults;
    private byte[] bytes = {};
    private int limit;
    private int at;
    private int from;
    private int to;
    private int depth;

    /// A character on its way to a sink.
    private final byte[] character = new byte[Utf8.CHARACTER_BYTES_MAX];

    /// Makes what is thrown: exceptions of the cursor's owner.
    @FunctionalInterface
    public interface Faults<E extends Exception> {
        /// Makes one.
        ///
        /// @param what what is wrong, in words that fit before "at byte 7"
        /// @param position where in the array
        E fault(String what, int position);
    }

    /// Where strings are copied to.
    @FunctionalInterface
    public interface Sink {
        void put(byte[] bytes, int offset, int count);
    }

    public JsonCursor(Faults<E> faults) {
        this.faults = faults;
    }

    /// A word to compare with ({@link #is}).
    ///
    /// @param ascii as it stands in the text, without a quote
    public static byte[] word(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /// Goes to the begin of `source[offset .. end)`.
    public void reset(byte[] source, int offset, int end) {
        bytes = source;
        at = offset;
        limit = end;
        depth = 0;
    }

    public byte[] bytes() {
        return bytes;
    }

    /// Where the string or number passed last begins, its quote not counted.
    public int from() {
        return from;
    }

    /// One past its end.
    public int to() {
        return to;
    }

    public int position() {
        return at;
    }

    public void moveTo(int position) {
        at = position;
    }

    /// The next byte that is no white space; 0 at the end.
    public int peek() {
        while (at < limit && isSpace(bytes[at])) {
            at++;
        }
        return at < limit ? bytes[at] : 0;
    }

    public void expect(char wanted) throws E {
        if (peek() != wanted) {
            throw wrong("'" + wanted + "' is wanted");
        }
        at++;
    }

    /// Enters an object or array.
    ///
    /// @return whether there is something in it
    public boolean begin(char open, char close) throws E {
        expect(open);
        if (++depth > DEPTH_MAX) {
            throw wrong("more than " + DEPTH_MAX + " objects and arrays stand in each other");
        }
        return !isEnd(close);
    }

    /// Goes behind an element.
    ///
    /// @return whether there is another
    public boolean more(char close) throws E {
        if (isEnd(close)) {
            return false;
        }
        expect(',');
        return true;
    }

    /// Nothing stands behind what was read.
    public void expectEnd() throws E {
        if (peek() != 0 || at < limit) {
            throw wrong("something stands behind the object");
        }
    }

    /// Passes over a string.
    public void string() throws E {
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
    public void name() throws E {
        string();
        int nameFrom = from;
        int nameTo = to;
        expect(':');
        from = nameFrom;
        to = nameTo;
    }

    /// Passes over a number or a literal.
    public void token() throws E {
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

    /// Passes over `null`, if that is next.
    public boolean skipNull() throws E {
        if (peek() != 'n') {
            return false;
        }
        token();
        expectValue(is(NULL));
        return true;
    }

    /// Reads `true` or `false`.
    public boolean bool() throws E {
        token();
        boolean value = is(TRUE);
        expectValue(value || is(FALSE));
        return value;
    }

    /// Whether the token passed last may be a number: nothing stands in it that numbers have not.
    public boolean isNumber() {
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if ((c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }

    /// Passes over a value of any kind.
    public void skipValue() throws E {
        int c = peek();
        if (c == '"') {
            string();
            return;
        }
        if (c != '{' && c != '[') {
            token();
            expectValue(isNumber() || is(NULL) || is(TRUE) || is(FALSE));
            return;
        }
        char close = c == '{' ? '}' : ']';
        if (begin((char) c, close)) {
            do {
                if (c == '{') {
                    name();
                }
                skipValue();
            } while (more(close));
        }
    }

    /// Whether the string or number passed last is this one, letter by letter.
    public boolean is(byte[] word) {
        return Arrays.equals(bytes, from, to, word, 0, word.length);
    }

    /// Copies the string passed last without its escapes. Half of a surrogate pair becomes what is
    /// no UTF-8.
    public void copyString(Sink into) throws E {
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

    /// To be thrown: what stands here is not what is wanted.
    public E wrong(String what) {
        return faults.fault(what, at);
    }

    private boolean isEnd(char close) {
        if (peek() != close) {
            return false;
        }
        at++;
        depth--;
        return true;
    }

    private void expectValue(boolean is) throws E {
        if (!is) {
            throw wrong("a value is wanted");
        }
    }

    /// @return where the escape ends
    private int copyEscape(int escape, Sink into) throws E {
        byte c = bytes[escape + 1];
        switch (c) {
            case '"', '\\', '/' -> putUtf8(c, into);
            case 'b' -> putUtf8('\b', into);
            case 'f' -> putUtf8('\f', into);
            case 'n' -> putUtf8('\n', into);
            case 'r' -> putUtf8('\r', into);
            case 't' -> putUtf8('\t', into);
            case 'u' -> {
                return copyUnit(escape, into);
            }
            default -> throw unknownEscape(escape);
        }
        return escape + 2;
    }

    private int copyUnit(int escape, Sink into) throws E {
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

    private int unit(int escape) throws E {
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

    private void putUtf8(int codePoint, Sink into) {
        into.put(character, 0, Utf8.put(codePoint, character, 0));
    }

    private E unknownEscape(int position) {
        return faults.fault("an unknown escape stands in a string", position);
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
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
