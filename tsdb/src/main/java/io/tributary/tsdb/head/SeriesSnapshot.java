package io.tributary.tsdb.head;

import java.lang.invoke.VarHandle;

/// A copy of one series as of one request number: where its sealed chunks begin, and the bits of
/// its open chunk.
///
/// {@link #take} is the read side of {@link SeriesTable}'s version: it copies without the lock and
/// checks that nothing moved. Reused; owned by one thread at a time.
final class SeriesSnapshot {
    /// Every request, the one in progress included: for the holder of the append lock.
    static final long ALL = Long.MAX_VALUE;

    /// What a copy came to.
    enum Result {
        /// The fields are filled.
        TAKEN,
        /// The series had no sample yet.
        NOTHING,
        /// Both requests it remembers are newer: another number is needed.
        TOO_NEW
    }

    private static final int SPINS_MAX = 10_000;

    private final SeriesTable table;
    private final OpenChunks open;

    /// The address of the newest sealed chunk.
    long sealed;

    /// How many samples of the newest sealed chunks are not to be seen.
    int sealedSkip;

    /// How many samples of the open chunk are to be seen.
    int openCount;

    /// The first time of the open chunk, where it has samples.
    long openStart;

    /// The greatest time accepted, which may be newer than what is to be seen.
    long frontier;

    /// Length of the copied bits.
    int openBytes;

    SeriesSnapshot(SeriesTable table, OpenChunks open) {
        this.table = table;
        this.open = open;
    }

    /// Copies the series as of request `number`; the open chunk's bits go to `into` at `offset`,
    /// which must have room for {@link OpenChunks#copyBytesMax}.
    Result take(int slot, long number, byte[] into, int offset) {
        long[] cold = table.cold().slab(slot);
        int base = table.cold().base(slot);
        for (int spin = 0; spin < SPINS_MAX; spin++) {
            long before = SeriesTable.readVersion(cold, base);
            if (SeriesTable.isChanging(before)) {
                Thread.onSpinWait();
                continue;
            }
            Result result = copy(slot, cold, base, number, SeriesTable.count(before), into, offset);
            VarHandle.acquireFence();
            if (SeriesTable.readVersion(cold, base) == before) {
                return result;
            }
        }
        return Result.TOO_NEW;
    }

    private Result copy(
            int slot, long[] cold, int base, long number, int count, byte[] into, int offset) {
        int visible = count;
        if (cold[base + SeriesTable.NUMBER] > number) {
            if (cold[base + SeriesTable.NUMBER_BEFORE] > number) {
                return Result.TOO_NEW;
            }
            visible = (int) cold[base + SeriesTable.COUNT_BEFORE];
        }
        if (visible == 0) {
            return Result.NOTHING;
        }
        int hidden = count - visible;
        int inOpen = SeriesTable.openCount(table.hot().word(slot, SeriesTable.STATE));
        openCount = Math.max(0, inOpen - hidden);
        sealedSkip = Math.max(0, hidden - inOpen);
        sealed = cold[base + SeriesTable.SEALED];
        openStart = cold[base + SeriesTable.CHUNK_START];
        frontier = table.frontier(slot);
        openBytes = openCount == 0 ? 0 : open.copy(slot, into, offset);
        return Result.TAKEN;
    }
}
