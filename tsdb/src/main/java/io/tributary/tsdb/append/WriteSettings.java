package io.tributary.tsdb.append;

import io.tributary.tsdb.notes.NoteSettings;
import io.tributary.tsdb.rules.Rules;

/// What writes are held to.
///
/// @param rules how old a sample may be
/// @param pendingBytesMax sealed chunks that wait for the disk; beyond it writes are answered
///   `disk_full`
/// @param lookupBytesPerSecond chunks that the late samples of one tenant may have decoded
/// @param memoryBytesMax what series, open chunks and indexes may take on the heap; beyond it
///   samples of new series are refused
/// @param notes how many exemplars and metric families a tenant may have kept
public record WriteSettings(
        Rules rules,
        long pendingBytesMax,
        long lookupBytesPerSecond,
        long memoryBytesMax,
        NoteSettings notes) {
    /// How much of the heap that is. The rest is for requests, queries, and the growth of tables.
    public static final int HEAP_PERCENT = 60;

    /// As much beside samples, and as much of the heap, as documented.
    public WriteSettings(Rules rules, long pendingBytesMax, long lookupBytesPerSecond) {
        this(
                rules,
                pendingBytesMax,
                lookupBytesPerSecond,
                ofHeap(HEAP_PERCENT),
                NoteSettings.defaults());
    }

    /// As documented.
    public static WriteSettings defaults() {
        return new WriteSettings(Rules.defaults(), 64L << 20, 64L << 20);
    }

    /// Bytes of so many percent of the heap.
    public static long ofHeap(int percent) {
        return Runtime.getRuntime().maxMemory() / 100 * percent;
    }
}
