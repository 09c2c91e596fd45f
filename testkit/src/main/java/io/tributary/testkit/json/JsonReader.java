package io.tributary.testkit.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one JSON value (RFC 8259) and nothing behind it. Words without quotes are taken as they
/// stand.
public final class JsonReader {
    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /// Reads a value.
    ///
    /// @throws AssertionError saying where the text is no JSON
    public static Json read(String text) {
        JsonReader reader = new JsonReader(text);
        Json value = reader.value();
        if (reader.peek() != 0) {
            throw reader.wrong("the end");
        }
        return value;
    }

    private Json value() {
        return switch (peek()) {
            case '{' -> members();
            case '[' -> elements();
            case '"' -> new Json.Word(string());
            default -> new Json.Word(word());
        };
    }

    private Json members() {
        Map<String, Json> members = new LinkedHashMap<>();
        expect('{');
        boolean more = !accept('}');
        while (more) {
            String name = string();
            expect(':');
            if (members.put(name, value()) != null) {
                throw new AssertionError("two members are called " + name);
            }
            more = hasMore('}');
        }
        return new Json.Members(members);
    }

    private Json elements() {
        List<Json> elements = new ArrayList<>();
        expect('[');
        boolean more = !accept(']');
        while (more) {
            elements.add(value());
            more = hasMore(']');
        }
        return new Json.Elements(elements);
    }

    /// Whether a comma stands here, or else the end.
    private boolean hasMore(char end) {
        if (accept(',')) {
            return true;
        }
        expect(end);
        return false;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (next() != '"') {
            char c = next();
            if (c < ' ') {
                throw wrong("a character of a string");
            }
            at++;
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char c = next();
        at++;
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\', '/' -> c;
            case 'u' -> unit();
            default -> throw wrong("an escape before this");
        };
    }

    private char unit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw wrong("a hexadecimal digit");
            }
            unit = unit << 4 | digit;
            at++;
        }
        return (char) unit;
    }

    /// A number, `true`, `false` or `null`.
    private String word() {
        int start = at;
        while (at < text.length() && isOfWord(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw wrong("a value");
        }
        return text.substring(start, at);
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0;
    }

    private boolean accept(char c) {
        boolean accepted = peek() == c;
        at += accepted ? 1 : 0;
        return accepted;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw wrong("'" + c + "'");
        }
    }

    /// The first character that is no space; 0 at the end.
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return next();
    }

    /// The next character; 0 at the end.
    private char next() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private AssertionError wrong(String wanted) {
        return new AssertionError("no JSON, want %s at %d: %s".formatted(wanted, at, text));
    }
}
