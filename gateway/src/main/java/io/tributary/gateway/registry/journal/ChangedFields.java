package io.tributary.gateway.registry.journal;

import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Which fields of an object differ between two states of it.
final class ChangedFields {
    private ChangedFields() {}

    /// Their names, in alphabetical order.
    static List<String> between(String before, String after) {
        Map<String, YamlNode> left = fields(before);
        Map<String, YamlNode> right = fields(after);
        TreeSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        names.removeIf(name -> {
            YamlNode one = left.get(name);
            YamlNode other = right.get(name);
            return one != null && other != null && CanonicalJson.isSame(one, other);
        });
        return List.copyOf(names);
    }

    private static Map<String, YamlNode> fields(String json) {
        Problems problems = new Problems();
        Map<String, YamlNode> fields = new HashMap<>();
        CanonicalJson.read("object", json, problems)
                .ifPresent(section ->
                        section.entries().forEach(entry -> fields.put(entry.key(), entry.value())));
        if (!problems.isEmpty()) {
            throw new IllegalStateException("BUG: kept what is no object: " + problems.all());
        }
        return fields;
    }
}
