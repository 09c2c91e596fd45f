package io.tributary.runtime.yaml;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with an input, a line each: place, key, what was found and what was expected.
/// Owned by one reading.
public final class Problems {
    /// Most problems listed; what is wrong everywhere is wrong in one place.
    public static final int PROBLEMS_MAX = 100;

    /// Longest piece of a wrong value that is shown, in characters.
    private static final int SHOWN_LENGTH_MAX = 64;

    private final List<String> problems = new ArrayList<>();

    /// Takes note of one.
    ///
    /// @param key the path of it; empty where the place says all
    public void add(String place, String key, String what) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(place + ": " + (key.isEmpty() ? "" : key + ": ") + what);
        }
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    public List<String> all() {
        return List.copyOf(problems);
    }

    /// A text of others as it may stand in a message: short, without control characters.
    public static String shown(String text) {
        if (text.isEmpty()) {
            return "nothing";
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(SHOWN_LENGTH_MAX)
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > SHOWN_LENGTH_MAX
                ? shown.append('…').toString()
                : shown.toString();
    }
}
