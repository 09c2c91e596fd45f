package io.tributary.runtime.config;

import io.tributary.runtime.yaml.YamlNode;
import io.tributary.runtime.yaml.YamlTree;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads settings from YAML: sections in sections, texts at their ends.
///
/// Wrong entries are skipped and the rest is read on. A section may also be written into the key
/// (`head.lateWindow: 1h`), as `tributary config check --print` does.
final class YamlReader {
    /// Largest file, in bytes: some hundred settings with long comments take a tenth of it.
    static final int FILE_BYTES_MAX = 1 << 20;

    private final Findings findings;
    private final Map<String, String> placeByKey = new HashMap<>();

    private YamlReader(Findings findings) {
        this.findings = findings;
    }

    /// Reads `bytes` into `findings`; `file` is its name in messages.
    static void read(String file, byte[] bytes, Findings findings) {
        YamlTree.read(file, bytes, FILE_BYTES_MAX, findings.problems())
                .ifPresent(root -> read(root, findings));
    }

    /// Reads the settings below a section.
    static void read(YamlNode.Section root, Findings findings) {
        new YamlReader(findings).section(root, "");
    }

    private void section(YamlNode.Section section, String path) {
        for (YamlNode.Entry entry : section.entries()) {
            entry(path.isEmpty() ? entry.key() : path + "." + entry.key(), entry);
        }
    }

    private void entry(String key, YamlNode.Entry entry) {
        Optional<Setting<?>> setting = findings.settings().find(key);
        boolean section = findings.settings().isSection(key);
        if (setting.isEmpty() && !section) {
            findings.unknownKey(entry.place(), key);
            return;
        }
        String first = placeByKey.putIfAbsent(key, entry.place());
        if (first != null) {
            findings.problem(
                    entry.place(),
                    key,
                    "found the key again, expected it once (first at %s)".formatted(first));
        } else if (section) {
            sectionEntry(key, entry.value());
        } else {
            value(setting.orElseThrow(), entry.value());
        }
    }

    private void sectionEntry(String key, YamlNode value) {
        switch (value) {
            case YamlNode.Section section -> section(section, key);
            case YamlNode.Text text when text.isNull() -> {}
            case YamlNode.Text _, YamlNode.Items _ ->
                    findings.problem(
                            value.place(), key, "found " + value.shown() + ", expected a section");
        }
    }

    private void value(Setting<?> setting, YamlNode value) {
        if (value instanceof YamlNode.Text(var place, var text, var isNull) && !isNull) {
            findings.value(place, setting, text);
        } else {
            findings.problem(
                    value.place(),
                    setting.key(),
                    "found %s, expected %s".formatted(value.shown(), setting.expected()));
        }
    }
}
