package io.tributary.runtime.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A directory's names twice: as programs see them and as the platter has them, with the changes
/// between the two. At a crash each change is kept or rolled back by itself; a rename inside one
/// directory is one change.
///
/// Owned by its {@link SimulatedDisk}, under whose lock it is used.
final class SimulatedNames {
    /// What a name leads to.
    sealed interface Node {
        record File(SimulatedBytes bytes) implements Node {}

        record Directory(SimulatedNames names) implements Node {}
    }

    private sealed interface Change {
        record Put(String name, Node node) implements Change {}

        record Remove(String name, Node node) implements Change {}

        record Move(String source, String target, Node node) implements Change {}
    }

    private final TreeMap<String, Node> seen = new TreeMap<>();
    private final TreeMap<String, Node> durable = new TreeMap<>();
    private final List<Change> unsynced = new ArrayList<>();

    Map<String, Node> seen() {
        return seen;
    }

    void put(String name, Node node) {
        change(new Change.Put(name, node));
    }

    void remove(String name, Node node) {
        change(new Change.Remove(name, node));
    }

    void move(String source, String target, Node node) {
        change(new Change.Move(source, target, node));
    }

    void sync() {
        unsynced.forEach(change -> apply(change, durable));
        unsynced.clear();
    }

    /// What the machine finds after a crash, whole and synced.
    SimulatedNames survivors(RandomGenerator random) {
        TreeMap<String, Node> found = new TreeMap<>(durable);
        for (Change change : unsynced) {
            if (random.nextBoolean()) {
                apply(change, found);
            }
        }
        SimulatedNames after = new SimulatedNames();
        found.forEach((name, node) -> after.put(name, survivor(node, random)));
        after.sync();
        return after;
    }

    private static Node survivor(Node node, RandomGenerator random) {
        return switch (node) {
            case Node.File(var bytes) -> {
                SimulatedBytes kept = new SimulatedBytes(bytes.survivors(random));
                kept.named = true;
                yield new Node.File(kept);
            }
            case Node.Directory(var names) -> new Node.Directory(names.survivors(random));
        };
    }

    private void change(Change change) {
        apply(change, seen);
        unsynced.add(change);
    }

    private static void apply(Change change, Map<String, Node> names) {
        switch (change) {
            case Change.Put(var name, var node) -> names.put(name, node);
            case Change.Remove(var name, var node) -> names.remove(name, node);
            case Change.Move(var source, var target, var node) -> {
                names.remove(source, node);
                names.put(target, node);
            }
        }
    }
}
