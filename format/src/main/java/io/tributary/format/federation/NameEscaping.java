package io.tributary.format.federation;

import java.util.Optional;

/// How names that an old reader does not know are written for it. A name of letters, digits,
/// underscores and colons that does not begin with a digit is *plain*, and written as it is
/// whatever the reader.
///
/// Source: Prometheus `common/model/metric.go`, `EscapeMetricFamily`.
public enum NameEscaping {
    /// As it is, in quotes.
    ALLOW_UTF_8("allow-utf-8"),
    /// Each character that does not belong becomes `_`.
    UNDERSCORES("underscores"),
    /// `.` becomes `_dot_`, `_` becomes `__`, and so does what else does not belong.
    DOTS("dots"),
    /// `U__` before it, `__` for `_`, and the code point in hex between underscores for what does
    /// not belong: the one that can be undone.
    VALUES("values");

    private final String word;

    NameEscaping(String word) {
        this.word = word;
    }

    /// By its word in an `Accept` header; empty for any other.
    static Optional<NameEscaping> ofWord(String word) {
        for (NameEscaping one : values()) {
            if (one.word.equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    String word() {
        return word;
    }

    /// Whether every reader knows such a name.
    static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!belongs(name.charAt(i), i)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /// The name as it is written for this reader.
    String escape(String name) {
        if (this == ALLOW_UTF_8 || name.isEmpty() || isPlain(name)) {
            return name;
        }
        StringBuilder escaped = new StringBuilder(this == VALUES ? "U__" : "");
        int position = 0;
        while (position < name.length()) {
            int codePoint = name.codePointAt(position);
            escape(codePoint, position, escaped);
            position += Character.charCount(codePoint);
        }
        return escaped.toString();
    }

    private void escape(int codePoint, int position, StringBuilder into) {
        if (codePoint == '_' && this != UNDERSCORES) {
            into.append("__");
        } else if (codePoint == '.' && this == DOTS) {
            into.append("_dot_");
        } else if (belongs(codePoint, position)) {
            into.appendCodePoint(codePoint);
        } else if (this == VALUES) {
            into.append('_').append(Integer.toHexString(codePoint)).append('_');
        } else {
            into.append(this == DOTS ? "__" : "_");
        }
    }

    private static boolean belongs(int codePoint, int position) {
        return (codePoint >= 'a' && codePoint <= 'z')
                || (codePoint >= 'A' && codePoint <= 'Z')
                || codePoint == '_'
                || codePoint == ':'
                || (codePoint >= '0' && codePoint <= '9' && position > 0);
    }
}
