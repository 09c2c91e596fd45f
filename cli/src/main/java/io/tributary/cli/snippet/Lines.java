package io.tributary.cli.snippet;

import java.util.Optional;

/// Lines of a configuration, those below another further to the right.
final class Lines {
    private static final String STEP = "  ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    Lines add(String line) {
        text.append(STEP.repeat(depth)).append(line).append('\n');
        return this;
    }

    /// A line with a value in quotes, where there is one.
    Lines add(String start, Optional<String> value) {
        return value.isPresent() ? add(start + quoted(value.get())) : this;
    }

    Lines in() {
        depth++;
        return this;
    }

    Lines out() {
        depth--;
        return this;
    }

    /// A text that has no character that means something inside quotes.
    static String quoted(String value) {
        return '"' + value + '"';
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
