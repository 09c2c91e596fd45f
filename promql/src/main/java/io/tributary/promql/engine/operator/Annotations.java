package io.tributary.promql.engine.operator;

import io.tributary.model.text.GoFloat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What is to be said about an answer: a set by text, in order of first occurrence (Prometheus:
/// `util/annotations`). Owned by one thread.
public final class Annotations {
    private static final String WARNING = "PromQL warning: ";
    private static final String INFO = "PromQL info: ";

    /// Most different texts kept; the rest are counted.
    private static final int TEXTS_MAX = 1_000;

    private final Map<String, Supplier<String>> warnings = new LinkedHashMap<>();
    private final Map<String, Supplier<String>> infos = new LinkedHashMap<>();
    private final Map<String, Counted> counted = new LinkedHashMap<>();

    /// A warning that says how often it was given.
    ///
    /// @param place where it was given first
    private record Counted(String text, String place, long count) {
        Counted and(Counted more) {
            return new Counted(text, place, count + more.count);
        }

        String told() {
            String times = count > 1 ? " (%d occurrences)".formatted(count) : "";
            return text + times + " (" + place + ")";
        }
    }

    /// A warning about the part of the query that starts at `place`, as `line:column`.
    public void warn(String text, String place) {
        add(warnings, WARNING + text, place);
    }

    /// Likewise; says how often, if it was more than once.
    public void warnCounted(String text, String place) {
        count(new Counted(WARNING + text, place, 1));
    }

    /// Warns of a quantile outside 0..1.
    public void checkQuantile(double quantile, String place) {
        if (!(quantile >= 0 && quantile <= 1)) {
            warn(
                    "quantile value should be between 0 and 1, got " + GoFloat.general(quantile),
                    place);
        }
    }

    /// An info about the part of the query that starts at `place`, as `line:column`.
    public void info(String text, String place) {
        add(infos, INFO + text, place);
    }

    /// An info whose final text is known only at the end. Asked for each occurrence: the first of a
    /// key stays.
    ///
    /// @return whether the key is new
    public boolean infoAtEnd(String key, Supplier<String> text) {
        if (infos.size() >= TEXTS_MAX) {
            return false;
        }
        return infos.putIfAbsent(key, () -> INFO + text.get()) == null;
    }

    /// Moves what `other` has behind what is here.
    public void takeFrom(Annotations other) {
        move(other.warnings, warnings);
        move(other.infos, infos);
        other.counted.values().forEach(this::count);
        other.counted.clear();
    }

    private void count(Counted more) {
        if (counted.size() < TEXTS_MAX || counted.containsKey(more.text)) {
            counted.merge(more.text, more, Counted::and);
        }
    }

    private static void move(
            Map<String, Supplier<String>> from, Map<String, Supplier<String>> into) {
        if (from.isEmpty()) {
            return;
        }
        from.forEach((key, text) -> {
            if (into.size() < TEXTS_MAX) {
                into.putIfAbsent(key, text);
            }
        });
        from.clear();
    }

    public List<String> warnings(int max) {
        List<Supplier<String>> all = new ArrayList<>(warnings.values());
        counted.values().forEach(warning -> all.add(warning::told));
        return texts(all, max);
    }

    public List<String> infos(int max) {
        return texts(infos.values(), max);
    }

    private static void add(Map<String, Supplier<String>> texts, String text, String place) {
        if (texts.size() < TEXTS_MAX) {
            texts.putIfAbsent(text, () -> text + " (" + place + ")");
        }
    }

    private static List<String> texts(Collection<Supplier<String>> texts, int max) {
        List<String> told = new ArrayList<>();
        for (Supplier<String> text : texts) {
            if (told.size() == max) {
                told.add("%d more annotations omitted".formatted(texts.size() - max));
                break;
            }
            told.add(text.get());
        }
        return told;
    }
}
