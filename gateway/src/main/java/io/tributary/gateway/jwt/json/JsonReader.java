package io.tributary.gateway.jwt.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one object of JSON, strictly: well-formed UTF-8 (no byte order mark), RFC 8259's grammar
/// and nothing behind it; no name twice in one object (of two members that are called `alg`, one
/// reader takes the first and another the last); no half of a surrogate pair, which would become
/// another text when written.
///
/// Recursion goes as deep as the bound on depth, which a caller keeps small.
public final class JsonReader {
    private final String text;
    private final int depthMax;
    private final int valuesMax;
    private int at;
    private int values;

    private JsonReader(String text, int depthMax, int valuesMax) {
        this.text = text;
        this.depthMax = depthMax;
        this.valuesMax = valuesMax;
    }

    /// The object that these bytes are.
    ///
    /// @param depthMax how many objects and arrays may stand in each other, the outermost included
    /// @param valuesMax how many members and elements there may be in all of them
    /// @throws JsonException if they are none
    public static JsonValue.Fields read(byte[] bytes, int depthMax, int valuesMax)
            throws JsonException {
        String text;
        try {
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
        } catch (CharacterCodingException e) {
            throw new JsonException("not UTF-8");
        }
        return read(text, depthMax, valuesMax);
    }

    /// The object that this text is, likewise.
    ///
    /// @throws JsonException if it is none
    public static JsonValue.Fields read(String text, int depthMax, int valuesMax)
            throws JsonException {
        return new JsonReader(text, depthMax, valuesMax).whole();
    }

    private JsonValue.Fields whole() throws JsonException {
        skipSpace();
        if (peek() != '{') {
            throw wrong("an object is wanted");
        }
        JsonValue.Fields object = object(1);
        skipSpace();
        if (at < text.length()) {
            throw wrong("something stands behind the object");
        }
        return object;
    }

    private JsonValue value(int depth) throws JsonException {
        if (++values > valuesMax) {
            throw wrong("more than " + valuesMax + " values");
        }
        return switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> new JsonValue.Text(string());
            case 't' -> word("true", new JsonValue.Flag(true));
            case 'f' -> word("false", new JsonValue.Flag(false));
            case 'n' -> word("null", new JsonValue.Nothing());
            default -> number();
        };
    }

    private JsonValue.Fields object(int depth) throws JsonException {
        enter(depth);
        int before = values;
        Map<String, JsonValue> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            return new JsonValue.Fields(members, 0);
        }
        while (true) {
            skipSpace();
            if (peek() != '"') {
                throw wrong("the name of a member is wanted");
            }
            String name = string();
            skipSpace();
            expect(':');
            skipSpace();
            if (members.put(name, value(depth)) != null) {
                throw wrong("a name stands twice in one object");
            }
            skipSpace();
            if (peek() == '}') {
                at++;
                return new JsonValue.Fields(members, values - before);
            }
            expect(',');
        }
    }

    private JsonValue array(int depth) throws JsonException {
        enter(depth);
        List<JsonValue> elements = new ArrayList<>();
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            return new JsonValue.Array(elements);
        }
        while (true) {
            skipSpace();
            elements.add(value(depth));
            skipSpace();
            if (peek() == ']') {
                at++;
                return new JsonValue.Array(elements);
            }
            expect(',');
        }
    }

    private void enter(int depth) throws JsonException {
        if (depth > depthMax) {
            throw wrong("nested deeper than " + depthMax);
        }
    }

    private JsonValue word(String word, JsonValue value) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw wrong("a value is wanted");
        }
        at += word.length();
        return value;
    }

    private JsonValue number() throws JsonException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits("a value is wanted");
        }
        if (peek() == '.') {
            at++;
            digits("a digit is wanted");
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits("a digit is wanted");
        }
        return new JsonValue.Numeral(Double.parseDouble(text.substring(start, at)));
    }

    private void digits(String orElse) throws JsonException {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong(orElse);
        }
    }

    private String string() throws JsonException {
        at++;
        StringBuilder read = new StringBuilder();
        while (true) {
            if (at == text.length()) {
                throw wrong("a string does not end");
            }
            char c = text.charAt(at++);
            if (c == '"') {
                break;
            }
            if (c < ' ') {
                throw wrong("a control character stands in a string");
            }
            read.append(c == '\\' ? escaped() : c);
        }
        String string = read.toString();
        if (string.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff)) {
            throw wrong("half of a surrogate pair stands in a string");
        }
        return string;
    }

    private char escaped() throws JsonException {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw wrong("an unknown escape stands in a string");
        };
    }

    private char unit() throws JsonException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw wrong("an unknown escape stands in a string");
            }
            unit = unit * 16 + digit;
            at++;
        }
        return (char) unit;
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    private void expect(char wanted) throws JsonException {
        if (peek() != wanted) {
            throw wrong("'" + wanted + "' is wanted");
        }
        at++;
    }

    /// The character to come, or NUL, which nothing accepts, at the end.
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private JsonException wrong(String what) {
        return new JsonException("not JSON as it has to be: " + what + ", at character " + at);
    }
}
