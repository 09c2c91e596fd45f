package io.tributary.runtime.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was read so far: values by key, and problems. Later sources replace the values of earlier
/// ones. Owned by one load.
final class Findings {
    /// Most problems listed; what is wrong everywhere is wrong in one place.
    static final int PROBLEMS_MAX = 100;

    /// Longest piece of a wrong value that is shown, in characters.
    private static final int SHOWN_LENGTH_MAX = 64;

    private final Settings settings;
    private final Map<String, Config.Given> given = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Findings(Settings settings) {
        this.settings = settings;
    }

    Settings settings() {
        return settings;
    }

    /// Takes the value if it is right, and takes note of it if it is wrong.
    void value(String place, Setting<?> setting, String text) {
        if (setting.accepts(text)) {
            given.put(setting.key(), new Config.Given(text, place));
            return;
        }
        problem(
                place,
                setting.key(),
                setting.isSecret()
                        ? "found a secret, expected " + setting.expected()
                        : setting.kind().problem(text));
    }

    void unknownKey(String place, String key) {
        problem(
                place,
                shown(key),
                "found an unknown key" + meant(Words.nearest(key, settings.keys())));
    }

    void unknownVariable(String name) {
        problem(
                "environment",
                shown(name),
                "found an unknown variable"
                        + meant(Words.nearest(name, settings.environmentNames())));
    }

    void problem(String place, String key, String what) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(place + ": " + (key.isEmpty() ? "" : key + ": ") + what);
        }
    }

    Config toConfig() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Config(settings, given);
    }

    static String shown(String text) {
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

    private static String meant(Optional<String> guess) {
        return ", expected one that `tributary config check --print` lists"
                + guess.map(word -> " (did you mean " + word + "?)").orElse("");
    }
}
