package io.tributary.promql.engine.info;

import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What tells series of one target from those of others.
final class Identity {
    private static final Set<String> LABELS = Set.of("instance", "job");

    private Identity() {}

    static Labels of(Labels series) {
        return series.keep(LABELS);
    }

    /// For each identifying label that any of them has, that it is one of their values.
    static List<Matcher> matchers(List<Labels> identities) {
        Map<String, Set<String>> values = new TreeMap<>();
        for (Labels identity : identities) {
            for (int i = 0; i < identity.size(); i++) {
                values.computeIfAbsent(identity.name(i), name -> new LinkedHashSet<>())
                        .add(identity.value(i));
            }
        }
        List<Matcher> matchers = new ArrayList<>();
        values.forEach((name, among) -> matchers.add(Matcher.oneOf(name, among)));
        return matchers;
    }
}
