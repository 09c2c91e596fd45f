package io.tributary.model.text;

/// How large the program of an RE2 expression becomes, told from its text: a few characters of
/// nested repetitions (`((a{30}){30}){30}`) can ask for more memory than there is, and RE2/J,
/// unlike RE2, has no bound of its own.
///
/// An estimate: each character, escape and class counts 1, a repetition as often as it may repeat.
public final class RegexSize {
    /// The largest program that is made.
    public static final int MAX = 100_000;

    /// Brackets within brackets; RE2/J refuses more.
    private static final int DEPTH_MAX = 1_000;

    private final String text;
    private int at;

    private RegexSize(String text) {
        this.text = text;
    }

    /// Refuses what is too large. What is no expression at all is for the compiler to tell.
    ///
    /// @throws IllegalArgumentException if the program would be larger than {@link #MAX}
    public static void check(String expression) {
        long total = of(expression);
        if (total > MAX) {
            throw new IllegalArgumentException(
                    "regular expression of %d instructions, at most %d".formatted(total, MAX));
        }
    }

    /// How large the program would be.
    public static long of(String expression) {
        RegexSize size = new RegexSize(expression);
        long total = 0;
        while (size.at < expression.length()) {
            // A bracket that was not opened ends one round; the compiler refuses it.
            total += size.sequence(0);
            size.at++;
        }
        return total;
    }

    /// The size up to a bracket that closes, or to the end.
    private long sequence(int depth) {
        long size = 0;
        while (at < text.length() && text.charAt(at) != ')') {
            size = Math.min(Integer.MAX_VALUE, size + atom(depth) * repetitions());
        }
        return size;
    }

    private long atom(int depth) {
        char c = text.charAt(at++);
        if (c == '(') {
            return group(depth);
        }
        if (c == '\\') {
            escape();
        } else if (c == '[') {
            characterClass();
        }
        return 1;
    }

    private long group(int depth) {
        if (depth == DEPTH_MAX) {
            return MAX;
        }
        long inside = sequence(depth + 1);
        at++;
        return inside + 2;
    }

    /// How often the atom before may stand at most, 1 without a repetition.
    private long repetitions() {
        long times = 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '*' || c == '+' || c == '?') {
                at++;
            } else if (c == '{' && isRepetition()) {
                times = Math.min(Integer.MAX_VALUE, times * Math.max(1, most()));
            } else {
                break;
            }
        }
        return times;
    }

    private boolean isRepetition() {
        int end = text.indexOf('}', at);
        if (end < at + 2) {
            return false;
        }
        for (int i = at + 1; i < end; i++) {
            char c = text.charAt(i);
            if (c != ',' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return text.charAt(at + 1) != ',';
    }

    /// The larger of a repetition's numbers; goes behind it.
    private long most() {
        int end = text.indexOf('}', at);
        long most = 0;
        long number = 0;
        for (int i = at + 1; i <= end; i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '}') {
                most = Math.max(most, number);
                number = 0;
            } else {
                number = Math.min(Integer.MAX_VALUE, number * 10 + (c - '0'));
            }
        }
        at = end + 1;
        return most;
    }

    /// Goes behind an escape: `\\x{10FFFF}` and `\\p{Greek}` have brackets that repeat nothing.
    private void escape() {
        if (at >= text.length()) {
            return;
        }
        char c = text.charAt(at++);
        boolean named = c == 'x' || c == 'p' || c == 'P';
        if (named && at < text.length() && text.charAt(at) == '{') {
            int end = text.indexOf('}', at);
            at = end < 0 ? text.length() : end + 1;
        }
    }

    private void characterClass() {
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            char c = text.charAt(at++);
            if (c == '\\') {
                escape();
            } else if (c == '[' && at < text.length() && text.charAt(at) == ':') {
                int end = text.indexOf(":]", at);
                at = end < 0 ? at : end + 2;
            }
            first = false;
        }
        at++;
    }
}
