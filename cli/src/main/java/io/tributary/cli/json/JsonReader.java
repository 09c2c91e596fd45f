package io.tributary.cli.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one JSON text (RFC 8259). Numbers are kept as they are written.
public final class JsonReader {
    /// Deepest nesting; Prometheus' answers have seven.
    static final int DEPTH_MAX = 64;

    private static final int ESCAPE_DIGITS = 4;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /// Reads all of `text`.
    ///
    /// @throws JsonException naming the place, if it is no JSON
    public static Json read(String text) throws JsonException {
        JsonReader reader = new JsonReader(text);
        Json value = reader.value(0);
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.unexpected();
        }
        return value;
    }

    /// A member of the object that `text` is, as it is written there.
    ///
    /// @throws JsonException if there is none
    public static String raw(String text, String member) throws JsonException {
        JsonReader reader = new JsonReader(text);
        reader.expect('{');
        while (!reader.accept('}')) {
            String name = reader.string();
            reader.expect(':');
            reader.skipSpace();
            int start = reader.at;
            Json _ = reader.value(1);
            if (name.equals(member)) {
                return text.substring(start, reader.at);
            }
            boolean _ = reader.accept(',');
        }
        throw new JsonException("no member \"" + member + "\"");
    }

    private Json value(int depth) throws JsonException {
        if (depth > DEPTH_MAX) {
            throw new JsonException("JSON nested deeper than " + DEPTH_MAX);
        }
        skipSpace();
        return switch (at < text.length() ? text.charAt(at) : '\0') {
            case '{' -> members(depth);
            case '[' -> items(depth);
            case '"' -> new Json.Text(string());
            default -> word();
        };
    }

    private Json members(int depth) throws JsonException {
        Map<String, Json> members = new LinkedHashMap<>();
        expect('{');
        if (!accept('}')) {
            do {
                String name = string();
                expect(':');
                members.put(name, value(depth + 1));
            } while (accept(','));
            expect('}');
        }
        return new Json.Members(Collections.unmodifiableMap(members));
    }

    private Json items(int depth) throws JsonException {
        List<Json> items = new ArrayList<>();
        expect('[');
        if (!accept(']')) {
            do {
                items.add(value(depth + 1));
            } while (accept(','));
            expect(']');
        }
        return new Json.Items(Collections.unmodifiableList(items));
    }

    private Json word() throws JsonException {
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw unexpected();
        }
        return new Json.Word(text.substring(start, at));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '+' || c == '.';
    }

    private String string() throws JsonException {
        expect('"');
        StringBuilder found = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return found.toString();
            }
            found.append(c == '\\' ? escaped() : c);
        }
        throw unexpected();
    }

    private char escaped() throws JsonException {
        char c = at < text.length() ? text.charAt(at++) : '\0';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw unexpected();
        };
    }

    private char unit() throws JsonException {
        int unit = 0;
        for (int i = 0; i < ESCAPE_DIGITS; i++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at++), 16) : -1;
            if (digit < 0) {
                throw unexpected();
            }
            unit = unit * 16 + digit;
        }
        return (char) unit;
    }

    private void expect(char c) throws JsonException {
        if (!accept(c)) {
            throw unexpected();
        }
    }

    private boolean accept(char c) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private JsonException unexpected() {
        return new JsonException(
                at < text.length()
                        ? "no JSON: unexpected '%c' at %d".formatted(text.charAt(at), at)
                        : "no JSON: it ends too early");
    }
}
