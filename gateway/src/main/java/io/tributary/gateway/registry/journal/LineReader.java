package io.tributary.gateway.registry.journal;

import io.tributary.gateway.registry.journal.HistoryEntry.Action;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the JSON of a line. What is wrong is noted among the problems of its fields.
final class LineReader {
    private LineReader() {}

    static JournalLine line(Fields fields) {
        long version = number("version", fields);
        List<String> keys = fields.keys();
        JournalLine line;
        if (keys.contains("state")) {
            line = state(version, fields);
        } else if (keys.contains("history")) {
            line = history(version, fields);
        } else {
            line = changes(version, fields);
        }
        fields.end();
        return line;
    }

    private static JournalLine changes(long version, Fields fields) {
        Instant time = time(fields);
        String who = fields.required("who", "who made the changes");
        String from = fields.required("from", "an address");
        List<HistoryEntry> entries = new ArrayList<>();
        List<Optional<String>> objects = new ArrayList<>();
        for (Fields change : fields.objects("changes")) {
            HistoryEntry entry = entry(version, time, who, from, change);
            Optional<String> object = change.section("object").map(CanonicalJson::of);
            if (object.isPresent() == (entry.action() == Action.DELETE)) {
                change.problem("object", "expected one where something is put, and only there");
            }
            change.end();
            entries.add(entry);
            objects.add(object);
        }
        if (entries.isEmpty()) {
            fields.problem("changes", "found none, expected some");
        }
        return new JournalLine.Changes(version, entries, objects);
    }

    private static JournalLine state(long version, Fields fields) {
        List<ObjectKey> keys = new ArrayList<>();
        List<StoredObject> objects = new ArrayList<>();
        for (Fields object : fields.objects("state")) {
            keys.add(key(object));
            objects.add(
                    new StoredObject(
                            number("version", object),
                            object.section("object")
                                    .map(CanonicalJson::of)
                                    .orElseGet(() -> {
                                        object.problem("object", "found nothing, expected one");
                                        return "{}";
                                    })));
            object.end();
        }
        return new JournalLine.State(
                version, part("part", fields), part("parts", fields), keys, objects);
    }

    private static JournalLine history(long version, Fields fields) {
        List<HistoryEntry> entries = new ArrayList<>();
        for (Fields entry : fields.objects("history")) {
            entries.add(
                    entry(
                            number("version", entry),
                            time(entry),
                            entry.required("who", "who made the change"),
                            entry.required("from", "an address"),
                            entry));
            entry.end();
        }
        return new JournalLine.History(
                version, part("part", fields), part("parts", fields), entries);
    }

    private static HistoryEntry entry(
            long version, Instant time, String who, String from, Fields fields) {
        return new HistoryEntry(
                version,
                time,
                who,
                from,
                action(fields),
                key(fields),
                fields.texts("tenants"),
                fields.texts("fields"));
    }

    private static Action action(Fields fields) {
        String word = fields.required("op", "what was done");
        for (Action action : Action.values()) {
            if (action.word().equals(word)) {
                return action;
            }
        }
        fields.problem(
                "op",
                "found %s, expected create, change or delete".formatted(Problems.shown(word)));
        return Action.CHANGE;
    }

    private static ObjectKey key(Fields fields) {
        String word = fields.required("kind", "a kind of object");
        Optional<ObjectKind> kind = ObjectKind.of(word);
        if (kind.isEmpty()) {
            fields.problem(
                    "kind", "found %s, expected a kind of object".formatted(Problems.shown(word)));
        }
        return new ObjectKey(
                kind.orElse(ObjectKind.TENANT), fields.required("name", "the name of the object"));
    }

    private static Instant time(Fields fields) {
        String text = fields.required("time", "when it was");
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            fields.problem("time", "found %s, expected a time".formatted(Problems.shown(text)));
            return Instant.EPOCH;
        }
    }

    private static int part(String key, Fields fields) {
        return (int) Math.min(Integer.MAX_VALUE, number(key, fields));
    }

    private static long number(String key, Fields fields) {
        String text = fields.required(key, "a number");
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        fields.problem(key, "found %s, expected a whole number".formatted(Problems.shown(text)));
        return 0;
    }
}
