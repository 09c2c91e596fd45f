package io.tributary.gateway.registry.journal;

import io.tributary.gateway.registry.journal.HistoryEntry.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the lines of a journal come to: its objects, and its newest changes.
///
/// *Invariant*: a line is taken whole or not at all. Owned by one thread.
final class JournalState {
    /// Most changes that are told of.
    static final int HISTORY_MAX = 10_000;

    /// Objects and changes in one line of a folded journal.
    private static final int LINE_COUNT_MAX = 1_000;

    /// All objects together, in bytes: as registry files.
    static final long BYTES_MAX = 64L * 1024 * 1024;

    private final Map<ObjectKey, StoredObject> objects = new LinkedHashMap<>();
    private final Deque<HistoryEntry> history = new ArrayDeque<>();
    private long version;
    private long sizeBytes;
    private int states;
    private int histories;
    private boolean changed;

    long version() {
        return version;
    }

    /// Of all objects.
    long sizeBytes() {
        return sizeBytes;
    }

    Map<ObjectKey, StoredObject> objects() {
        return Collections.unmodifiableMap(objects);
    }

    Optional<StoredObject> object(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    /// Newest first.
    Stream<HistoryEntry> history() {
        return history.stream();
    }

    /// Takes a line.
    ///
    /// @throws IOException if it does not follow those before
    void take(String name, JournalLine line) throws IOException {
        switch (line) {
            case JournalLine.Changes changes -> {
                if (changes.version() != version + 1) {
                    throw new IOException(
                            "%s: found version %d behind version %d: lines are missing"
                                    .formatted(name, changes.version(), version));
                }
                checkParts(name);
                changed = true;
                apply(changes);
            }
            case JournalLine.State(var at, var part, var parts, var keys, var kept) -> {
                checkOrder(name, !changed && histories == 0 && part == states, part, parts);
                states = part + 1 == parts ? 0 : states + 1;
                version = at;
                for (int i = 0; i < keys.size(); i++) {
                    put(keys.get(i), kept.get(i));
                }
            }
            case JournalLine.History(var at, var part, var parts, var entries) -> {
                checkOrder(name, !changed && states == 0 && part == histories, part, parts);
                histories = part + 1 == parts ? 0 : histories + 1;
                version = at;
                entries.forEach(this::remember);
            }
        }
    }

    /// Where no line follows.
    void end(String name) throws IOException {
        checkParts(name);
    }

    private void checkParts(String name) throws IOException {
        if (states != 0 || histories != 0) {
            throw new IOException(name + ": what was folded is not all there: lines are missing");
        }
    }

    private static void checkOrder(String name, boolean isNext, int part, int parts)
            throws IOException {
        if (!isNext || part >= parts) {
            throw new IOException(
                    "%s: found part %d of %d where it does not belong: lines are missing"
                            .formatted(name, part, parts));
        }
    }

    void apply(JournalLine.Changes line) {
        version = line.version();
        for (int i = 0; i < line.entries().size(); i++) {
            HistoryEntry entry = line.entries().get(i);
            Optional<String> json = line.objects().get(i);
            if (json.isPresent()) {
                put(entry.key(), new StoredObject(version, json.get()));
            } else {
                remove(entry.key());
            }
            remember(entry);
        }
    }

    /// The lines of a journal that comes to the same.
    List<JournalLine> folded() {
        List<JournalLine> lines = new ArrayList<>();
        List<ObjectKey> keys = List.copyOf(objects.keySet());
        int parts = (keys.size() + LINE_COUNT_MAX - 1) / LINE_COUNT_MAX;
        for (int part = 0; part < parts; part++) {
            List<ObjectKey> some = part(keys, part);
            lines.add(
                    new JournalLine.State(
                            version, part, parts, some, some.stream().map(objects::get).toList()));
        }
        List<HistoryEntry> told = new ArrayList<>(history);
        Collections.reverse(told);
        int toldParts = (told.size() + LINE_COUNT_MAX - 1) / LINE_COUNT_MAX;
        for (int part = 0; part < toldParts; part++) {
            lines.add(new JournalLine.History(version, part, toldParts, part(told, part)));
        }
        return lines;
    }

    /// How the history will tell of a change.
    HistoryEntry entry(long next, ChangeSet set, Change change) {
        Optional<StoredObject> before = object(change.key());
        Action action =
                switch (change) {
                    case Change.Delete _ -> Action.DELETE;
                    case Change.Put _ -> before.isPresent() ? Action.CHANGE : Action.CREATE;
                };
        List<String> fields =
                ChangedFields.between(
                        before.map(StoredObject::json).orElse("{}"),
                        switch (change) {
                            case Change.Put(_, _, var json) -> json;
                            case Change.Delete _ -> "{}";
                        });
        return new HistoryEntry(
                next,
                set.time(),
                set.who(),
                set.from(),
                action,
                change.key(),
                change.tenants(),
                action == Action.CHANGE ? fields : List.of());
    }

    private static <T> List<T> part(List<T> all, int part) {
        int from = part * LINE_COUNT_MAX;
        return all.subList(from, Math.min(all.size(), from + LINE_COUNT_MAX));
    }

    private void put(ObjectKey key, StoredObject object) {
        StoredObject before = objects.put(key, object);
        sizeBytes += size(object) - (before == null ? 0 : size(before));
    }

    private void remove(ObjectKey key) {
        StoredObject before = objects.remove(key);
        sizeBytes -= before == null ? 0 : size(before);
    }

    private void remember(HistoryEntry entry) {
        history.addFirst(entry);
        if (history.size() > HISTORY_MAX) {
            history.removeLast();
        }
    }

    private static long size(StoredObject object) {
        return object.json().getBytes(StandardCharsets.UTF_8).length;
    }
}
