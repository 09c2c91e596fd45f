package io.tributary.runtime.config;

import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.Spelling;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What was read so far: values by key, and problems. Later sources replace the values of earlier
/// ones. Owned by one load.
final class Findings {
    private final Settings settings;
    private final Map<String, Config.Given> given = new LinkedHashMap<>();
    private final Problems problems;

    Findings(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
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
                Problems.shown(key),
                "found an unknown key" + meant(Spelling.nearest(key, settings.keys())));
    }

    void unknownVariable(String name) {
        problem(
                "environment",
                Problems.shown(name),
                "found an unknown variable"
                        + meant(Spelling.nearest(name, settings.environmentNames())));
    }

    void problem(String place, String key, String what) {
        problems.add(place, key, what);
    }

    Problems problems() {
        return problems;
    }

    /// The values taken, by key.
    Map<String, Config.Given> given() {
        return given;
    }

    private static String meant(Optional<String> guess) {
        return ", expected one that `tributary config check --print` lists"
                + guess.map(word -> " (did you mean " + word + "?)").orElse("");
    }
}
