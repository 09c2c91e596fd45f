package io.tributary.runtime.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value in a YAML file. Immutable.
public sealed interface YamlNode {
    /// `file:line:column`, both from 1.
    String place();

    /// A text.
    ///
    /// @param isNull nothing was written, or one of YAML's words for it
    record Text(String place, String value, boolean isNull) implements YamlNode {}

    record Items(String place, List<YamlNode> items) implements YamlNode {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// Keys and values, in the order of the file; each key once.
    record Section(String place, List<Entry> entries) implements YamlNode {
        public Section {
            entries = List.copyOf(entries);
        }

        /// The value of a key.
        public Optional<YamlNode> find(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(key))
                    .findFirst()
                    .map(Entry::value);
        }

        /// The same with another value of a key: where that stood, or at the end.
        public Section with(String key, YamlNode value) {
            List<Entry> all = new ArrayList<>(entries);
            Entry next = new Entry(value.place(), key, value);
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).key().equals(key)) {
                    all.set(i, next);
                    return new Section(place, all);
                }
            }
            all.add(next);
            return new Section(place, all);
        }

        /// The same without a key.
        public Section without(String key) {
            return new Section(
                    place, entries.stream().filter(entry -> !entry.key().equals(key)).toList());
        }
    }

    /// A key of a section.
    ///
    /// @param place of the key
    record Entry(String place, String key, YamlNode value) {}

    /// What it is, for messages: the text itself, shortened, or what kind of value it is.
    default String shown() {
        return switch (this) {
            case Text(_, var value, var isNull) -> isNull ? "nothing" : Problems.shown(value);
            case Items _ -> "a list";
            case Section _ -> "a section";
        };
    }
}
