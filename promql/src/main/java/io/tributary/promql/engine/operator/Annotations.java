package io.tributary.promql.engine.operator;

import io.tributary.model.text.GoFloat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is to be said about an answer: a set by text, in order of first occurrence (Prometheus:
/// `util/annotations`). What is said of several places is said of that which evaluation comes to
/// last; what counts, of the first. Owned by one thread.
public final class Annotations {
    private static final String WARNING = "PromQL warning: ";
    private static final String INFO = "PromQL info: ";

    /// Most different texts kept; the rest are counted.
    private static final int TEXTS_MAX = 1_000;

    private final Map<String, Note> warnings = new LinkedHashMap<>();
    private final Map<String, Note> infos = new LinkedHashMap<>();
    private final Map<String, Counted> counted = new LinkedHashMap<>();

    /// Something to be said, in words that do not tell how grave it is.
    public interface Note {
        /// What is said at the end.
        String told();

        /// This with what came to be known later under the same key.
        default Note and(Note later) {
            return this;
        }
    }

    private record Said(String text, Place place) implements Note {
        @Override
        public String told() {
            return text + " (" + place.text() + ")";
        }

        @Override
        public Note and(Note later) {
            return later instanceof Said other && !place.isBehind(other.place) ? other : this;
        }
    }

    /// A warning that says how often it was given.
    ///
    /// @param place where it was given first
    private record Counted(String text, Place place, long count) {
        Counted and(Counted more) {
            Place first = place.isBehind(more.place) ? more.place : place;
            return new Counted(text, first, count + more.count);
        }

        String told() {
            String times = count > 1 ? " (%d occurrences)".formatted(count) : "";
            return text + times + " (" + place.text() + ")";
        }
    }

    /// A warning about a part of the query.
    public void warn(String text, Place place) {
        add(warnings, text, new Said(text, place));
    }

    /// Likewise; says how often, if it was more than once.
    public void warnCounted(String text, Place place) {
        count(new Counted(text, place, 1));
    }

    /// Warns of a quantile outside 0..1.
    public void checkQuantile(double quantile, Place place) {
        if (!(quantile >= 0 && quantile <= 1)) {
            warn(
                    "quantile value should be between 0 and 1, got " + GoFloat.general(quantile),
                    place);
        }
    }

    /// An info about a part of the query.
    public void info(String text, Place place) {
        add(infos, text, new Said(text, place));
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
