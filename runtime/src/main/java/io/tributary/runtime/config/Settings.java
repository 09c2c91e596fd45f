package io.tributary.runtime.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The settings of a program: those of all its modules together, by key. Immutable.
public final class Settings {
    private final SortedMap<String, Setting<?>> byKey;
    private final Map<String, Setting<?>> byEnvironmentName;

    private Settings(Collection<Setting<?>> settings) {
        TreeMap<String, Setting<?>> keys = new TreeMap<>();
        Map<String, Setting<?>> names = new HashMap<>();
        for (Setting<?> setting : settings) {
            if (keys.put(setting.key(), setting) != null) {
                throw new IllegalArgumentException("BUG: declared twice: " + setting.key());
            }
            Setting<?> other = names.put(setting.environmentName(), setting);
            if (other != null) {
                throw new IllegalArgumentException(
                        "BUG: %s and %s have one name in the environment"
                                .formatted(other.key(), setting.key()));
            }
        }
        byKey = Collections.unmodifiableSortedMap(keys);
        byEnvironmentName = Map.copyOf(names);
        for (String key : keys.keySet()) {
            if (isSection(key)) {
                throw new IllegalArgumentException("BUG: both a setting and a section: " + key);
            }
        }
    }

    /// A module's own.
    public static Settings of(Setting<?>... settings) {
        return new Settings(List.of(settings));
    }

    /// Those of several modules.
    public static Settings union(Settings... modules) {
        List<Setting<?>> all = new ArrayList<>();
        for (Settings module : modules) {
            all.addAll(module.all());
        }
        return new Settings(all);
    }

    /// All, in the order of their keys.
    public Collection<Setting<?>> all() {
        return byKey.values();
    }

    /// The reference: a table in Markdown of every key, its default, its values and its use.
    public String markdown() {
        return ConfigPrinter.markdown(this);
    }

    /// The words that keys begin with, before their first dot.
    public Set<String> sections() {
        Set<String> sections = new TreeSet<>();
        byKey.keySet().forEach(key -> sections.add(key.split("\\.", 2)[0]));
        return sections;
    }

    Optional<Setting<?>> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    Optional<Setting<?>> findByEnvironmentName(String name) {
        return Optional.ofNullable(byEnvironmentName.get(name));
    }

    /// Whether keys stand below `path`.
    boolean isSection(String path) {
        String prefix = path + ".";
        SortedMap<String, Setting<?>> from = byKey.tailMap(prefix);
        return !from.isEmpty() && from.firstKey().startsWith(prefix);
    }

    Collection<String> keys() {
        return byKey.keySet();
    }

    Collection<String> environmentNames() {
        return byEnvironmentName.keySet();
    }
}
