package io.tributary.tsdb.select;

import io.tributary.model.flow.ExtentSource;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.wal.Wal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// How many chunks a scope's series have, and between which times: told by the series' records and
/// by what is written of each chunk beside it.
///
/// Costs: each series' records are copied, {@link #BATCH} series at a time under the append lock,
/// and the chunks of files without a footer are followed there. Then the footers of all closed
/// files are gone through, those of other tenants' chunks too, and a read of the footers that are
/// not in memory. No chunk is read.
///
/// Safe from any thread.
public final class ExtentPath implements ExtentSource {
    private static final int BATCH = 256;
    private static final int ROUNDS_MAX = 3;

    /// A slot, and a ref in a map that is half empty.
    private static final long SERIES_BYTES = 32;

    private final HeadMemory memory;
    private final ChunkStore chunks;
    private final Wal wal;
    private final ReentrantLock appendLock;
    private final Lock selecting;

    /// @param selecting held while slots are; taken before the append lock
    public ExtentPath(
            HeadMemory memory,
            ChunkStore chunks,
            Wal wal,
            ReentrantLock appendLock,
            Lock selecting) {
        this.memory = memory;
        this.chunks = chunks;
        this.wal = wal;
        this.appendLock = appendLock;
        this.selecting = selecting;
    }

    @Override
    public Extent extent(ReadScope scope, ReadBudget budget) throws IOException {
        long bytes = 0;
        try {
            Unclosed unclosed;
            selecting.lock();
            try {
                int[] slots = memory.selection().select(scope, List.of()).toArray();
                budget.take(SERIES_BYTES * slots.length, "series whose chunks are counted");
                bytes = SERIES_BYTES * slots.length;
                unclosed = unclosed(slots);
            } finally {
                selecting.unlock();
            }
            try (ChunkVersion files = unclosed.files()) {
                files.closed(unclosed.tally()::addStored);
            }
            wal.awaitDurable(wal.position());
            return unclosed.tally().extent();
        } finally {
            budget.giveBack(bytes);
        }
    }

    /// Counts what is in no closed file. A handle in a file newer than the version asks for a newer
    /// one, and all is counted anew.
    private Unclosed unclosed(int[] slots) {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            Optional<Unclosed> counted = attempt(slots);
            if (counted.isPresent()) {
                return counted.get();
            }
        }
        appendLock.lock();
        try {
            return attempt(slots)
                    .orElseThrow(() ->
                            new IllegalStateException("BUG: a chunk was added under the lock"));
        } finally {
            appendLock.unlock();
        }
    }

    private Optional<Unclosed> attempt(int[] slots) {
        ChunkVersion files = chunks.acquire();
        ChunkTally tally = new ChunkTally(memory, files);
        boolean done = false;
        try {
            done = isAdded(slots, tally);
        } finally {
            if (!done) {
                files.close();
            }
        }
        return done ? Optional.of(new Unclosed(files, tally)) : Optional.empty();
    }

    private boolean isAdded(int[] slots, ChunkTally tally) {
        for (int next = 0; next < slots.length; ) {
            int end = Math.min(slots.length, next + BATCH);
            appendLock.lock();
            try {
                for (; next < end; next++) {
                    if (!tally.addUnclosed(slots[next])) {
                        return false;
                    }
                }
            } finally {
                appendLock.unlock();
            }
        }
        return true;
    }

    /// @param tally of what is in no closed file of `files`
    private record Unclosed(ChunkVersion files, ChunkTally tally) {}
}
