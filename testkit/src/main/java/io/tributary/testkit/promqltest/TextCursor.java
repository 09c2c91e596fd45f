package io.tributary.testkit.promqltest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A place in a line, and the small words of the notation read from there: white space,
/// identifiers, numbers, Go's string literals, a metric with its labels.
final class TextCursor {
    private static final Map<Character, Character> ESCAPES =
            Map.of(
                    'a', '\u0007', 'b', '\b', 'f', '\f', 'n', '\n', 'r', '\r', 't', '\t', 'v',
                    '\u000b', '\\', '\\', '\'', '\'', '"', '"');

    private final String text;
    private int position;

    TextCursor(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return position >= text.length();
    }

    int position() {
        return position;
    }

    void moveTo(int target) {
        position = target;
    }

    String rest() {
        return text.substring(position);
    }

    /// The character here; 0 at the end.
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return position + ahead < text.length() ? text.charAt(position + ahead) : 0;
    }

    char next() {
        char c = peek();
        position++;
        return c;
    }

    /// Steps over `wanted` if it stands here.
    boolean accept(String wanted) {
        if (!text.startsWith(wanted, position)) {
            return false;
        }
        position += wanted.length();
        return true;
    }

    void expect(String wanted) {
        if (!accept(wanted)) {
            throw wrong("want " + wanted);
        }
    }

    void skipSpace() {
        while (!atEnd() && Character.isWhitespace(peek())) {
            position++;
        }
    }

    boolean atIdentifier() {
        return isNameStart(peek());
    }

    /// A name of letters, digits, `_` and `:`.
    String identifier() {
        if (!atIdentifier()) {
            throw wrong("want a name");
        }
        int start = position;
        while (!atEnd() && (isNameStart(peek()) || isDigit(peek()))) {
            position++;
        }
        return text.substring(start, position);
    }

    long unsigned() {
        int start = position;
        while (isDigit(peek())) {
            position++;
        }
        if (start == position) {
            throw wrong("want digits");
        }
        return Long.parseLong(text.substring(start, position));
    }

    int signedInt() {
        boolean negative = accept("-");
        long value = unsigned();
        return Math.toIntExact(negative ? -value : value);
    }

    /// A decimal number, `NaN` or `Inf`, with a sign or without. No hexadecimal: `0x3` is a
    /// repetition.
    double number() {
        boolean negative = accept("-");
        if (!negative) {
            accept("+");
        }
        double value = magnitude();
        return negative ? -value : value;
    }

    private double magnitude() {
        if (acceptIgnoringCase("NaN")) {
            return Double.NaN;
        }
        if (acceptIgnoringCase("Inf")) {
            return Double.POSITIVE_INFINITY;
        }
        int start = position;
        while (isDigit(peek()) || peek() == '.') {
            position++;
        }
        if (start == position) {
            throw wrong("want a number");
        }
        boolean signedExponent = (peek(1) == '-' || peek(1) == '+') && isDigit(peek(2));
        if ((peek() == 'e' || peek() == 'E') && (isDigit(peek(1)) || signedExponent)) {
            position += signedExponent ? 2 : 1;
            unsigned();
        }
        return Double.parseDouble(text.substring(start, position));
    }

    private boolean acceptIgnoringCase(String word) {
        if (!text.regionMatches(true, position, word, 0, word.length())
                || isNameStart(peek(word.length()))) {
            return false;
        }
        position += word.length();
        return true;
    }

    boolean atQuote() {
        return peek() == '"' || peek() == '\'' || peek() == '`';
    }

    /// A string literal as Go writes it, in double, single or back quotes.
    String quoted() {
        char quote = next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (peek() != quote) {
            if (atEnd()) {
                throw wrong("a string does not end");
            }
            if (peek() == '\\' && quote != '`') {
                position++;
                escape(bytes);
            } else {
                int codePoint = text.codePointAt(position);
                position += Character.charCount(codePoint);
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
            }
        }
        position++;
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void escape(ByteArrayOutputStream bytes) {
        char c = next();
        Character plain = ESCAPES.get(c);
        if (plain != null) {
            bytes.write(plain);
        } else if (c == 'x') {
            bytes.write(digits(2, 16));
        } else if (c == 'u' || c == 'U') {
            String character = Character.toString(digits(c == 'u' ? 4 : 8, 16));
            bytes.writeBytes(character.getBytes(StandardCharsets.UTF_8));
        } else if (c >= '0' && c <= '7') {
            position--;
            bytes.write(digits(3, 8));
        } else {
            throw wrong("unknown escape \\" + c);
        }
    }

    private int digits(int count, int radix) {
        if (position + count > text.length()) {
            throw wrong("an escape does not end");
        }
        int start = position;
        position += count;
        return Integer.parseInt(text.substring(start, position), radix);
    }

    /// `metric{name="value", …}`, `{"metric", "name"="value"}` or `metric`.
    LabelSet metric() {
        SortedMap<String, String> labels = new TreeMap<>();
        if (atIdentifier()) {
            labels.put(LabelSet.NAME, identifier());
        } else if (peek() != '{') {
            throw wrong("want a metric");
        }
        if (peek() == '{' && peek(1) != '{') {
            position++;
            labels(labels);
        }
        return new LabelSet(labels);
    }

    private void labels(SortedMap<String, String> labels) {
        skipSpace();
        while (!accept("}")) {
            boolean isQuoted = atQuote();
            String name = isQuoted ? quoted() : identifier();
            skipSpace();
            if (accept("=")) {
                skipSpace();
                if (!atQuote()) {
                    throw wrong("want a quoted label value");
                }
                labels.put(name, quoted());
            } else if (isQuoted) {
                labels.put(LabelSet.NAME, name);
            } else {
                throw wrong("want =");
            }
            skipSpace();
            if (!accept(",") && peek() != '}') {
                throw wrong("want , or }");
            }
            skipSpace();
        }
    }

    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                what + " at character " + (position + 1) + " of: " + text);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
    }
}
