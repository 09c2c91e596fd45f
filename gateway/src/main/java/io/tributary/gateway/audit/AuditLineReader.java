package io.tributary.gateway.audit;

import io.tributary.model.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads a line that {@link AuditLines} may have written: an object of strings, whole numbers,
/// booleans, and of objects of strings. Members that are not known are passed over as long as they
/// are of that shape.
///
/// All else, such as what a crash left half written, is no line. One line, one reader.
final class AuditLineReader {
    private static final int ESCAPE_DIGITS = 4;
    private static final int HEX = 16;
    private static final int NUMBER_CHARS_MAX = 20;

    private final String text;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private Optional<Labels> series = Optional.empty();
    private int at;

    private AuditLineReader(String text) {
        this.text = text;
    }

    /// Reads `bytes[offset .. offset + length)`, a line without its break; empty where it is none.
    static Optional<AuditLine> read(byte[] bytes, int offset, int length) {
        String text;
        try {
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, offset, length))
                            .toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        AuditLineReader reader = new AuditLineReader(text);
        return reader.object() && reader.at == text.length()
                ? AuditLine.of(reader.texts, reader.numbers, reader.series)
                : Optional.empty();
    }

    private boolean object() {
        if (!accept('{')) {
            return false;
        }
        if (accept('}')) {
            return true;
        }
        do {
            Optional<String> name = string();
            if (name.isEmpty() || !accept(':') || !member(name.get())) {
                return false;
            }
        } while (accept(','));
        return accept('}');
    }

    private boolean member(String name) {
        return switch (at < text.length() ? text.charAt(at) : '\0') {
            case '"' -> {
                Optional<String> value = string();
                value.ifPresent(found -> texts.put(name, found));
                yield value.isPresent();
            }
            case '{' -> {
                Optional<Labels> value = labels();
                if (name.equals("series")) {
                    series = value;
                }
                yield value.isPresent();
            }
            case 't' -> acceptWord("true");
            case 'f' -> acceptWord("false");
            default -> number(name);
        };
    }

    private Optional<Labels> labels() {
        Labels.Builder labels = new Labels.Builder();
        at++;
        if (accept('}')) {
            return Optional.of(labels.build());
        }
        do {
            Optional<String> name = string();
            if (name.isEmpty() || !accept(':')) {
                return Optional.empty();
            }
            Optional<String> value = string();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            labels.set(name.get(), value.get());
        } while (accept(','));
        return accept('}') ? Optional.of(labels.build()) : Optional.empty();
    }

    private boolean number(String name) {
        int start = at;
        while (at < text.length()
                && at - start < NUMBER_CHARS_MAX
                && (text.charAt(at) == '-' || (text.charAt(at) >= '0' && text.charAt(at) <= '9'))) {
            at++;
        }
        try {
            numbers.put(name, Long.parseLong(text, start, at, 10));
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private Optional<String> string() {
        if (!accept('"')) {
            return Optional.empty();
        }
        int plain = at;
        while (plain < text.length() && isPlain(text.charAt(plain))) {
            plain++;
        }
        if (plain < text.length() && text.charAt(plain) == '"') {
            String found = text.substring(at, plain);
            at = plain + 1;
            return Optional.of(found);
        }
        return escapedString();
    }

    private Optional<String> escapedString() {
        StringBuilder found = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return Optional.of(found.toString());
            }
            if (isPlain(c)) {
                found.append(c);
            } else if (c != '\\' || !escape(found)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// What stands for itself in a string.
    private static boolean isPlain(char c) {
        return c >= ' ' && c != '"' && c != '\\';
    }

    private boolean escape(StringBuilder into) {
        char c = at < text.length() ? text.charAt(at++) : '\0';
        switch (c) {
            case '"', '\\', '/' -> into.append(c);
            case 'n' -> into.append('\n');
            case 'r' -> into.append('\r');
            case 't' -> into.append('\t');
            case 'u' -> {
                int unit = 0;
                for (int i = 0; i < ESCAPE_DIGITS; i++) {
                    int digit = at < text.length() ? Character.digit(text.charAt(at++), HEX) : -1;
                    if (digit < 0) {
                        return false;
                    }
                    unit = unit * HEX + digit;
                }
                into.append((char) unit);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean acceptWord(String word) {
        if (!text.startsWith(word, at)) {
            return false;
        }
        at += word.length();
        return true;
    }

    private boolean accept(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }
}
