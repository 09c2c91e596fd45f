package io.tributary.promql.fuzz.prometheus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON. What it is given is trusted to be JSON.
final class JsonReader {
    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    static Json read(String text) {
        return new JsonReader(text).value();
    }

    private Json value() {
        space();
        return switch (text.charAt(at)) {
            case '{' -> members();
            case '[' -> elements();
            case '"' -> new Json.Word(string());
            default -> new Json.Word(word());
        };
    }

    private Json members() {
        Map<String, Json> members = new LinkedHashMap<>();
        at++;
        space();
        while (text.charAt(at) != '}') {
            space();
            String name = string();
            space();
            at++; // the colon
            members.put(name, value());
            comma();
        }
        at++;
        return new Json.Members(members);
    }

    private Json elements() {
        List<Json> elements = new ArrayList<>();
        at++;
        space();
        while (text.charAt(at) != ']') {
            elements.add(value());
            comma();
        }
        at++;
        return new Json.Elements(elements);
    }

    private void comma() {
        space();
        if (text.charAt(at) == ',') {
            at++;
        }
        space();
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c != '\\') {
                string.append(c);
                continue;
            }
            char escaped = text.charAt(at++);
            switch (escaped) {
                case 'n' -> string.append('\n');
                case 't' -> string.append('\t');
                case 'r' -> string.append('\r');
                case 'u' -> {
                    string.append((char) Integer.parseInt(text, at, at + 4, 16));
                    at += 4;
                }
                default -> string.append(escaped);
            }
        }
        at++;
        return string.toString();
    }

    /// A number, `true`, `false` or `null`.
    private String word() {
        int start = at;
        while (at < text.length() && isOfWord(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0;
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
