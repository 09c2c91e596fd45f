package io.tributary.tsdb.head;

import io.tributary.tsdb.memory.LongIntMap;
import io.tributary.tsdb.record.SampleTarget;

/// Applies recorded samples to empty memory. One thread, before anybody reads.
final class Replay implements SampleTarget {
    /// All that is replayed counts as one request, the first.
    static final long REQUEST = 1;

    /// Generations of replay never equal those of the wal that goes on, which count up from 1.
    private static final int FIRST_GENERATION = Integer.MIN_VALUE;

    private final HeadParts parts;
    private final LongIntMap slots = new LongIntMap();
    private final byte[] chunk = new byte[OpenChunks.copyBytesMax() + 2];
    private int generation = FIRST_GENERATION;
    private long samples;
    private long unknown;

    Replay(HeadParts parts) {
        this.parts = parts;
    }

    /// A series of a definition record.
    void create(int slot, long ref) {
        parts.table().create(slot);
        slots.put(ref, slot);
    }

    /// From here on nothing refers back.
    void reset() {
        generation++;
    }

    long samples() {
        return samples;
    }

    /// Samples whose series is not known: its definition was lost.
    long samplesUnknown() {
        return unknown;
    }

    @Override
    public int series(long ref) {
        return slots.find(ref);
    }

    @Override
    public boolean isKnown(int slot) {
        return SeriesTable.generation(state(slot)) == generation;
    }

    @Override
    public long lastBits(int slot) {
        return parts.table().hot().word(slot, SeriesTable.LAST_BITS);
    }

    @Override
    public int exponent(int slot) {
        return SeriesTable.coderState(state(slot));
    }

    @Override
    public void sample(int slot, long timeMillis, long bits, int exponent) {
        if (timeMillis <= parts.table().frontier(slot)) {
            throw new IllegalStateException(
                    "BUG: replayed sample of series %d at %d is not after %d"
                            .formatted(
                                    parts.directory().ref(slot),
                                    timeMillis,
                                    parts.table().frontier(slot)));
        }
        long state = state(slot) & 0xFF_FFFFL;
        parts.table()
                .hot()
                .setWord(
                        slot,
                        SeriesTable.STATE,
                        state | ((long) exponent << 24) | ((long) generation << 32));
        parts.seal(slot, timeMillis, chunk);
        parts.open().append(slot, timeMillis, bits);
        parts.table().cold().setWord(slot, SeriesTable.NUMBER, REQUEST);
        long count = parts.table().cold().word(slot, SeriesTable.COUNT_VERSION);
        parts.table().cold().setWord(slot, SeriesTable.COUNT_VERSION, count + (1L << 32));
        samples++;
    }

    @Override
    public void unknown(long ref, long timeMillis) {
        unknown++;
    }

    private long state(int slot) {
        return parts.table().hot().word(slot, SeriesTable.STATE);
    }
}
