package io.tributary.runtime.config;

import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// A valid value for every setting, and where each came from. Immutable.
public final class Config {
    /// A value as it was written.
    ///
    /// @param source the file and place, the variable or the flag
    record Given(String text, String source) {}

    private final Settings settings;
    private final Map<String, Given> given;

    /// Takes texts that their settings accept.
    Config(Settings settings, Map<String, Given> given) {
        this.settings = settings;
        this.given = Map.copyOf(given);
    }

    /// Nothing given: every default.
    public static Config defaults(Settings settings) {
        return new Config(settings, Map.of());
    }

    /// The same, but for what stands in a section; itself where that holds nothing.
    ///
    /// @param allowed the settings that may stand there, all of them settings of this configuration
    /// @param problems is told of what is unknown or wrong; that is left as it was
    public Config overlaid(Settings allowed, YamlNode.Section section, Problems problems) {
        Findings findings = new Findings(allowed, problems);
        YamlReader.read(section, findings);
        if (findings.given().isEmpty()) {
            return this;
        }
        Map<String, Given> all = new HashMap<>(given);
        all.putAll(findings.given());
        return new Config(settings, all);
    }

    public <T> T value(Setting<T> setting) {
        return given(setting)
                .map(value -> setting.kind().parse(value.text).orElseThrow())
                .orElse(setting.defaultValue());
    }

    /// Where the value of a setting came from: `default`, `tributary.yaml:3:14`, `--set`, or a
    /// variable of the environment.
    public String source(Setting<?> setting) {
        return given(setting).map(Given::source).orElse("default");
    }

    /// One line a key, in order: value, source, default. The lines are a configuration file with
    /// the same meaning, but for secrets, which are masked.
    public String print() {
        return ConfigPrinter.print(this);
    }

    /// The value of every key as text, in order; those of secrets masked.
    public SortedMap<String, String> shown() {
        return ConfigPrinter.shown(this);
    }

    Settings settings() {
        return settings;
    }

    /// The value as text, however secret.
    String text(Setting<?> setting) {
        return given(setting).map(Given::text).orElse(setting.defaultText());
    }

    private Optional<Given> given(Setting<?> setting) {
        if (settings.find(setting.key()).isEmpty()) {
            throw new IllegalArgumentException("BUG: setting of no module: " + setting.key());
        }
        return Optional.ofNullable(given.get(setting.key()));
    }
}
