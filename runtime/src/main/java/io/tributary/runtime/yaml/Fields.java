package io.tributary.runtime.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The fields of one object, read by their names; what is wrong is noted, and reading goes on with
/// what would have been there without it.
///
/// ```
/// Fields fields = new Fields(section, "clusters[0]", problems);
/// String name = fields.text("name").orElseGet(() -> fields.missing("name", "a name"));
/// fields.end();                     // whatever was not asked for is unknown
/// ```
///
/// Owned by one thread.
public final class Fields {
    private final YamlNode.Section section;
    private final String path;
    private final Problems problems;
    private final Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    /// @param path where the object stands, for messages
    public Fields(YamlNode.Section section, String path, Problems problems) {
        this.section = section;
        this.path = path;
        this.problems = problems;
        section.entries().forEach(entry -> entries.put(entry.key(), entry));
    }

    /// Where the object begins.
    public String place() {
        return section.place();
    }

    /// All of them, as they were read.
    public YamlNode.Section section() {
        return section;
    }

    public Problems problems() {
        return problems;
    }

    /// The path of one of its fields.
    public String path(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }

    /// A text that is not empty.
    public Optional<String> text(String key) {
        return switch (value(key)) {
            case YamlNode.Text text when text.isNull() -> Optional.empty();
            case YamlNode.Text(_, var text, _) when text.isEmpty() -> {
                problem(key, "found nothing, expected a text");
                yield Optional.empty();
            }
            case YamlNode.Text(_, var text, _) -> Optional.of(text);
            case YamlNode.Items items -> wrong(key, items, "a text");
            case YamlNode.Section found -> wrong(key, found, "a text");
        };
    }

    /// A text, which may be empty.
    public Optional<String> anyText(String key) {
        return value(key) instanceof YamlNode.Text(_, var text, var isNull) && !isNull
                ? Optional.of(text)
                : text(key);
    }

    /// A text that has to be there; empty, and noted, where it is not.
    public String required(String key, String expected) {
        Optional<String> text = text(key);
        if (text.isEmpty() && isNull(value(key))) {
            problem(key, "found nothing, expected " + expected);
        }
        return text.orElse("");
    }

    /// `true` or `false`.
    public boolean flag(String key, boolean otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().equals("true") && !text.get().equals("false")) {
            problem(key, "found %s, expected true or false".formatted(Problems.shown(text.get())));
        }
        return text.get().equals("true");
    }

    /// A list of texts, or one text alone; none where the field is absent.
    public List<String> texts(String key) {
        return switch (value(key)) {
            case YamlNode.Text(_, var text, var isNull) -> isNull ? List.of() : List.of(text);
            case YamlNode.Items(_, var items) -> texts(key, items);
            case YamlNode.Section found -> {
                problem(key, "found " + found.shown() + ", expected a list of texts");
                yield List.of();
            }
        };
    }

    /// A list of objects; none where the field is absent.
    public List<Fields> objects(String key) {
        List<Fields> objects = new ArrayList<>();
        switch (value(key)) {
            case YamlNode.Items(_, var items) -> {
                for (int i = 0; i < items.size(); i++) {
                    String at = path(key) + "[" + i + "]";
                    if (items.get(i) instanceof YamlNode.Section object) {
                        objects.add(new Fields(object, at, problems));
                    } else {
                        problems.add(
                                items.get(i).place(),
                                at,
                                "found " + items.get(i).shown() + ", expected a section");
                    }
                }
            }
            case YamlNode.Text text when text.isNull() -> {}
            case YamlNode.Text text -> problem(key, expectedList(text));
            case YamlNode.Section found -> problem(key, expectedList(found));
        }
        return objects;
    }

    /// An object; empty where the field is absent.
    public Optional<Fields> object(String key) {
        return section(key).map(found -> new Fields(found, path(key), problems));
    }

    /// The keys and values of a field; empty where it is absent.
    public Optional<YamlNode.Section> section(String key) {
        return switch (value(key)) {
            case YamlNode.Section found -> Optional.of(found);
            case YamlNode.Text text when text.isNull() -> Optional.empty();
            case YamlNode.Text text -> wrong(key, text, "a section");
            case YamlNode.Items items -> wrong(key, items, "a section");
        };
    }

    /// The fields that there are, in the order of the file.
    public List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    /// The fields of these keys, as a section of its own.
    public YamlNode.Section only(Collection<String> keys) {
        asked.addAll(keys);
        return new YamlNode.Section(
                section.place(),
                section.entries().stream().filter(entry -> keys.contains(entry.key())).toList());
    }

    /// Notes that a field's value is wrong.
    public void problem(String key, String what) {
        YamlNode.Entry entry = entries.get(key);
        problems.add(entry == null ? section.place() : entry.value().place(), path(key), what);
    }

    /// Notes the fields that nobody asked for.
    public void end() {
        for (YamlNode.Entry entry : entries.values()) {
            if (!asked.contains(entry.key())) {
                problems.add(
                        entry.place(),
                        path(Problems.shown(entry.key())),
                        "found an unknown key, expected one of %s%s"
                                .formatted(
                                        String.join(", ", asked.stream().sorted().toList()),
                                        Spelling.nearest(entry.key(), asked)
                                                .map(word -> " (did you mean " + word + "?)")
                                                .orElse("")));
            }
        }
    }

    /// Likewise, for an object about a secret, whose keys may be pieces of it.
    ///
    /// @param hint what may have been meant
    public void endUnseen(String hint) {
        for (YamlNode.Entry entry : entries.values()) {
            if (!asked.contains(entry.key())) {
                problems.add(
                        entry.place(),
                        path,
                        "found a key that is not known, not shown; expected %s. %s"
                                .formatted(
                                        String.join(", ", asked.stream().sorted().toList()), hint));
            }
        }
    }

    private YamlNode value(String key) {
        asked.add(key);
        YamlNode.Entry entry = entries.get(key);
        return entry == null ? new YamlNode.Text(section.place(), "", true) : entry.value();
    }

    private List<String> texts(String key, List<YamlNode> items) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items) {
            if (item instanceof YamlNode.Text(_, var text, var isNull) && !isNull) {
                texts.add(text);
            } else {
                problems.add(
                        item.place(), path(key), "found " + item.shown() + ", expected a text");
            }
        }
        return texts;
    }

    private <T> Optional<T> wrong(String key, YamlNode found, String expected) {
        problem(key, "found " + found.shown() + ", expected " + expected);
        return Optional.empty();
    }

    private static String expectedList(YamlNode found) {
        return "found " + found.shown() + ", expected a list of sections";
    }

    private static boolean isNull(YamlNode node) {
        return node instanceof YamlNode.Text text && text.isNull();
    }
}
