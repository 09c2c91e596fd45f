package io.tributary.format.otlp.json;

import io.tributary.format.protobuf.MalformedRequestException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Reads JSON (RFC 8259) from a range of a byte array, token by token. What is no UTF-8 in a string
/// is left as it is; half of a surrogate pair becomes U+FFFD.
///
/// Reused; owned by one thread at a time.
final class JsonCursor {
    /// How many objects and arrays may stand in each other.
    static final int DEPTH_MAX = 128;

    private static final int NUMBER_BYTES_MAX = 400;
    private static final int REPLACEMENT = 0xFFFD;

    private byte[] bytes = {};
    private int start;
    private int at;
    private int limit;
    private int depth;

    /// Where strings go; the last one read is all in it.
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    void reset(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        bytes = source;
        start = offset;
        at = offset;
        limit = offset + length;
        depth = 0;
    }

    /// The next byte that is no space; 0 at the end.
    byte peek() {
        while (at < limit && isSpace(bytes[at])) {
            at++;
        }
        return at < limit ? bytes[at] : 0;
    }

    void expectEnd() throws MalformedRequestException {
        if (peek() != 0 || at < limit) {
            throw malformed("something stands behind the object");
        }
    }

    /// Passes over `null`, if that is next.
    boolean isNull() throws MalformedRequestException {
        if (peek() != 'n') {
            return false;
        }
        word("null");
        return true;
    }

    /// Enters an object or an array.
    ///
    /// @return whether there is anything in it
    boolean begin(char open, char close) throws MalformedRequestException {
        expect(open);
        if (++depth > DEPTH_MAX) {
            throw malformed("nested deeper than " + DEPTH_MAX);
        }
        return !isEnd(close);
    }

    /// Goes on to the next member or element.
    ///
    /// @return whether there is one
    boolean next(char close) throws MalformedRequestException {
        if (isEnd(close)) {
            return false;
        }
        expect(',');
        return true;
    }

    /// The name of a member, whose value comes next.
    String name() throws MalformedRequestException {
        string();
        String name = text.toString(StandardCharsets.UTF_8);
        expect(':');
        return name;
    }

    boolean bool() throws MalformedRequestException {
        boolean value = peek() == 't';
        word(value ? "true" : "false");
        return value;
    }

    /// The bytes of a string, good until the next one is read.
    ByteArrayOutputStream string() throws MalformedRequestException {
        expect('"');
        text.reset();
        while (true) {
            byte c = take();
            if (c == '"') {
                return text;
            }
            if (c >= 0 && c < ' ') {
                throw malformed("a control character stands in a string");
            }
            if (c == '\\') {
                escape();
            } else {
                text.write(c);
            }
        }
    }

    /// A number as it stands, or what is in quotes in place of one.
    String number() throws MalformedRequestException {
        if (peek() == '"') {
            return string().toString(StandardCharsets.UTF_8);
        }
        int from = at;
        while (at < limit && isOfNumber(bytes[at])) {
            at++;
        }
        if (at == from || at - from > NUMBER_BYTES_MAX) {
            throw malformed("a number is wanted");
        }
        return new String(bytes, from, at - from, StandardCharsets.US_ASCII);
    }

    /// Passes over a value.
    void skip() throws MalformedRequestException {
        switch (peek()) {
            case '{' -> {
                for (boolean more = begin('{', '}'); more; more = next('}')) {
                    string();
                    expect(':');
                    skip();
                }
            }
            case '[' -> {
                for (boolean more = begin('[', ']'); more; more = next(']')) {
                    skip();
                }
            }
            case '"' -> string();
            case 't', 'f' -> bool();
            case 'n' -> word("null");
            default -> number();
        }
    }

    MalformedRequestException malformed(String what) {
        return new MalformedRequestException("OTLP", what, at - start);
    }

    private boolean isEnd(char close) {
        if (peek() != close) {
            return false;
        }
        at++;
        depth--;
        return true;
    }

    private void expect(char wanted) throws MalformedRequestException {
        if (peek() != wanted) {
            throw malformed("'" + wanted + "' is wanted");
        }
        at++;
    }

    private void word(String wanted) throws MalformedRequestException {
        for (int i = 0; i < wanted.length(); i++) {
            if (at == limit || bytes[at] != wanted.charAt(i)) {
                throw malformed("a value is wanted");
            }
            at++;
        }
    }

    private byte take() throws MalformedRequestException {
        if (at == limit) {
            throw malformed("a string does not end");
        }
        return bytes[at++];
    }

    private void escape() throws MalformedRequestException {
        byte c = take();
        switch (c) {
            case '"', '\\', '/' -> text.write(c);
            case 'b' -> text.write('\b');
            case 'f' -> text.write('\f');
            case 'n' -> text.write('\n');
            case 'r' -> text.write('\r');
            case 't' -> text.write('\t');
            case 'u' -> text.writeBytes(character().getBytes(StandardCharsets.UTF_8));
            default -> throw malformed("an unknown escape stands in a string");
        }
    }

    private String character() throws MalformedRequestException {
        int unit = unit();
        boolean pairNext =
                Character.isHighSurrogate((char) unit)
                        && limit - at >= 2
                        && bytes[at] == '\\'
                        && bytes[at + 1] == 'u';
        if (pairNext) {
            int before = at;
            at += 2;
            int second = unit();
            if (Character.isLowSurrogate((char) second)) {
                return Character.toString(Character.toCodePoint((char) unit, (char) second));
            }
            at = before;
        }
        return Character.toString(Character.isSurrogate((char) unit) ? REPLACEMENT : unit);
    }

    private int unit() throws MalformedRequestException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            byte c = take();
            int digit = c >= 0 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw malformed("an unknown escape stands in a string");
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static boolean isOfNumber(byte c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
