package io.tributary.format.lines;

/// Why a line is refused. The word is for metrics and stands in the answer.
public enum LineFault {
    /// It is no line of the format.
    SYNTAX("bad_syntax"),
    /// A value is no number, or none that the format allows.
    VALUE("bad_value"),
    /// Its time is no time.
    TIME("bad_time"),
    /// It asks for more than one request may.
    TOO_LARGE("too_large");

    private final String word;

    LineFault(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
