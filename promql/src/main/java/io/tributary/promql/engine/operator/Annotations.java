package io.tributary.promql.engine.operator;

import io.tributary.model.text.GoFloat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is to be said about an answer: a set by text, in order of first occurrence (Prometheus:
/// `util/annotations`). Owned by one thread.
public final class Annotations {
    private static final String WARNING = "PromQL warning: ";
    private static final String INFO = "PromQL info: ";

    /// Most different texts kept; the rest are counted.
    private static final int TEXTS_MAX = 1_000;

    private final Map<String, Note> warnings = new LinkedHashMap<>();
    private final Map<String, Note> infos = new LinkedHashMap<>();
    private final Map<String, Counted> counted = new LinkedHashMap<>();

    /// Something to be said, in words that do not tell how grave it is.
    @FunctionalInterface
    public interface Note {
        /// What is said at the end.
        String told();

        /// This with what came to be known later under the same key.
        default Note and(Note later) {
            return this;
        }
    }

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
        add(warnings, text, () -> text + " (" + place + ")");
    }

    /// Likewise; says how often, if it was more than once.
    public void warnCounted(String text, String place) {
        count(new Counted(text, place, 1));
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
        add(infos, text, () -> text + " (" + place + ")");
    }

    /// An info whose text is known only at the end.
    public void infoAtEnd(String key, Note note) {
        add(infos, key, note);
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

    private static void move(Map<String, Note> from, Map<String, Note> into) {
        from.forEach((key, note) -> add(into, key, note));
        from.clear();
    }

    public List<String> warnings(int max) {
        List<Note> all = new ArrayList<>(warnings.values());
        counted.values().forEach(warning -> all.add(warning::told));
        return texts(all, WARNING, max);
    }

    public List<String> infos(int max) {
        return texts(infos.values(), INFO, max);
    }

    private static void add(Map<String, Note> notes, String key, Note note) {
        if (notes.size() < TEXTS_MAX || notes.containsKey(key)) {
            notes.merge(key, note, Note::and);
        }
    }

    private static List<String> texts(Collection<Note> notes, String prefix, int max) {
        List<String> told = new ArrayList<>();
        for (Note note : notes) {
            if (told.size() == max) {
                told.add("%d more annotations omitted".formatted(notes.size() - max));
                break;
            }
            told.add(prefix + note.told());
        }
        return told;
    }
}
