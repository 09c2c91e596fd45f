package io.tributary.cli.registry;

import io.tributary.cli.line.UsageException;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import io.tributary.runtime.yaml.YamlTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Words that say what a field is to be: `FIELD=VALUE`, the value as YAML has it (`tenants=[a,
/// b]`), `SECTION.FIELD=VALUE` for a field of a section, and nothing behind the `=` to take a field
/// away.
final class FieldWords {
    static final String LABEL = "FIELD=VALUE";
    static final String DESCRIPTION =
            "What a field is to be, as YAML has it: tenant=shop, 'tenants=[a, b]', limits.max_label_names_per_series=40; nothing"
                    + " behind the = takes it away.";

    private FieldWords() {}

    /// An object with the fields that the words say.
    static YamlNode.Section apply(YamlNode.Section object, List<String> words)
            throws UsageException {
        YamlNode.Section edited = object;
        for (String word : words) {
            int equal = word.indexOf('=');
            if (equal < 1) {
                throw new UsageException("found \"" + word + "\", expected " + LABEL);
            }
            edited = with(edited, word.substring(0, equal), value(word, word.substring(equal + 1)));
        }
        return edited;
    }

    private static YamlNode.Section with(
            YamlNode.Section object, String path, Optional<YamlNode> value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return value.isPresent() ? object.with(path, value.get()) : object.without(path);
        }
        String key = path.substring(0, dot);
        YamlNode.Section below =
                object.find(key)
                        .filter(YamlNode.Section.class::isInstance)
                        .map(YamlNode.Section.class::cast)
                        .orElseGet(() -> new YamlNode.Section(object.place(), List.of()));
        YamlNode.Section edited = with(below, path.substring(dot + 1), value);
        return edited.entries().isEmpty() ? object.without(key) : object.with(key, edited);
    }

    private static Optional<YamlNode> value(String word, String text) throws UsageException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Problems problems = new Problems();
        byte[] document = ("value: " + text).getBytes(StandardCharsets.UTF_8);
        Optional<YamlNode> value =
                YamlTree.read("value", document, document.length, problems)
                        .filter(read -> read.entries().size() == 1)
                        .flatMap(read -> read.find("value"));
        if (!problems.isEmpty() || value.isEmpty()) {
            throw new UsageException(
                    "%s: no YAML%s"
                            .formatted(
                                    word,
                                    problems.isEmpty() ? "" : ": " + problems.all().getFirst()));
        }
        return value;
    }
}
