package io.tributary.runtime.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A file's content twice: as programs see it and as the platter has it, with the changes between
/// the two that no sync has covered.
///
/// At a crash each of those changes has a fate of its own. That is more than most file systems do
/// to a program, and what POSIX allows.
///
/// Owned by its {@link SimulatedDisk}, under whose lock it is used.
final class SimulatedBytes {
    static final int PAGE_BYTES = 4096;

    /// What the content was changed by.
    private sealed interface Change {
        final class Write implements Change {
            private final int offset;
            private final byte[] bytes;

            Write(int offset, byte[] bytes) {
                this.offset = offset;
                this.bytes = bytes;
            }
        }

        record Cut(int sizeBytes) implements Change {}
    }

    /// What becomes of an unsynced write.
    private enum Fate {
        KEPT,
        LOST,
        /// Each page for itself.
        TORN_PAGES,
        /// Up to some byte.
        TORN_BYTES,
        /// The length reached the disk, the bytes did not: new bytes are zeros.
        GROWN
    }

    private static final Fate[] FATES = Fate.values();

    private final GrowingBytes seen;
    private GrowingBytes durable;
    private final List<Change> unsynced = new ArrayList<>();

    private final List<Range> unreadable = new ArrayList<>();

    /// Bytes that cannot be read; `to` is exclusive.
    private record Range(long from, long to) {}

    /// Whether a directory has a name for it; if not, its bytes take no space.
    boolean named;

    SimulatedBytes(byte[] content) {
        seen = new GrowingBytes(content.clone());
        durable = new GrowingBytes(content.clone());
    }

    int size() {
        return seen.size();
    }

    void failReads(long from, long to) {
        unreadable.add(new Range(from, to));
    }

    boolean isUnreadable(long offset, int length) {
        for (Range range : unreadable) {
            if (offset < range.to && offset + length > range.from) {
                return true;
            }
        }
        return false;
    }

    /// Up to `length` bytes from `offset` on.
    byte[] read(long offset, int length) {
        return seen.slice(offset, length);
    }

    void write(int offset, byte[] bytes) {
        if (bytes.length > 0) {
            seen.put(offset, bytes, 0, bytes.length);
            unsynced.add(new Change.Write(offset, bytes));
        }
    }

    void cut(int sizeBytes) {
        seen.cut(sizeBytes);
        unsynced.add(new Change.Cut(sizeBytes));
    }

    void sync() {
        for (Change change : unsynced) {
            switch (change) {
                case Change.Write write ->
                        durable.put(write.offset, write.bytes, 0, write.bytes.length);
                case Change.Cut(var size) -> durable.cut(size);
            }
        }
        unsynced.clear();
    }

    /// A sync that failed: some of the changes reached the disk, and the system has forgotten about
    /// the others; no later sync brings them, though reads still see them.
    void failSync(RandomGenerator random) {
        durable = afterCrash(random);
        unsynced.clear();
    }

    /// What the machine finds after a crash.
    byte[] survivors(RandomGenerator random) {
        return afterCrash(random).toArray();
    }

    /// Damage that no program did: the stored and the seen bit change.
    void flip(int offset, int bit) {
        seen.flip(offset, bit);
        if (offset < durable.size()) {
            durable.flip(offset, bit);
        }
    }

    private GrowingBytes afterCrash(RandomGenerator random) {
        GrowingBytes found = durable.copy();
        for (Change change : unsynced) {
            switch (change) {
                case Change.Write write -> tear(found, write.offset, write.bytes, random);
                case Change.Cut(var size) -> {
                    if (random.nextBoolean()) {
                        found.cut(size);
                    }
                }
            }
        }
        return found;
    }

    private static void tear(GrowingBytes found, int offset, byte[] bytes, RandomGenerator random) {
        switch (FATES[random.nextInt(FATES.length)]) {
            case KEPT -> found.put(offset, bytes, 0, bytes.length);
            case LOST -> {}
            case TORN_PAGES -> tearPages(found, offset, bytes, random);
            case TORN_BYTES -> found.put(offset, bytes, 0, random.nextInt(bytes.length));
            case GROWN -> found.grow(offset + bytes.length);
        }
    }

    private static void tearPages(
            GrowingBytes found, int offset, byte[] bytes, RandomGenerator random) {
        int from = 0;
        while (from < bytes.length) {
            int page = PAGE_BYTES - (offset + from) % PAGE_BYTES;
            int to = Math.min(bytes.length, from + page);
            if (random.nextBoolean()) {
                found.put(offset + from, bytes, from, to);
            }
            from = to;
        }
    }
}
