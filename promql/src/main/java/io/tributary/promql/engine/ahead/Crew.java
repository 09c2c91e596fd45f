package io.tributary.promql.engine.ahead;

import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A ring of chunks that the query's thread empties in order, and that it and its helpers fill.
///
/// ```
///   taken             claimed
///     │ emptied next    │ filled next by whoever comes
///     ▼                 ▼
/// ────┬────┬────┬────┬────┬─ ─ ─ ┬─
///     │ 4  │ 5  │ 6  │ 7  │      │      chunk n stands in the ring at n mod CHUNKS
/// ────┴────┴────┴────┴────┴─ ─ ─ ┴─
///     └────────── CHUNKS ────────┘
/// ```
///
/// The query's thread fills the chunk it wants if nobody has claimed it; else somebody is at it,
/// who waits for nothing, and it waits for him. SpareThreads stay as long as there is something to
/// claim, and are asked for again whenever there is.
///
/// Invariants, under the lock: `taken ≤ claimed ≤ min(taken + CHUNKS, chunkCount)`; a chunk is
/// claimed once; a worker is in `idle` or at work, never both.
final class Crew {
    /// Chunks in flight: more threads than these cannot help.
    static final int CHUNKS = 16;

    private final Object lock = new Object();
    private final QueryContext context;
    private final Ahead.Worker own;
    private final int series;
    private final int chunkSeries;
    private final int chunkCount;
    private final int steps;

    // Guarded by the lock, down to `atWork`.
    private final Deque<Ahead.Worker> idle;
    private final @Nullable Chunk[] ring = new Chunk[CHUNKS];

    /// The number of the chunk each place of the ring holds, -1 while it is being filled.
    private final int[] done = new int[CHUNKS];

    private int taken;
    private int claimed;
    private int atWork;

    /// Written under the lock.
    private volatile boolean stopped;

    /// Of the query's thread alone: the chunk it is emptying, and how far.
    private Optional<Chunk> current = Optional.empty();

    private int position;

    /// @param workers the first is for the query's own thread
    Crew(QueryContext context, List<Ahead.Worker> workers, int series, int chunkSeries, int steps) {
        this.context = context;
        this.own = workers.getFirst();
        this.idle = new ArrayDeque<>(workers.subList(1, workers.size()));
        this.series = series;
        this.chunkSeries = chunkSeries;
        this.chunkCount = (series + chunkSeries - 1) / chunkSeries;
        this.steps = steps;
        Arrays.fill(done, -1);
    }

    /// Copies the next series' column; called once for each series, by the query's thread.
    void next(Column into) throws IOException {
        if (current.isEmpty() || position == current.get().count()) {
            current = Optional.of(nextChunk());
            position = 0;
        }
        Chunk chunk = current.get();
        into.copyFrom(chunk.column(position++));
    }

    private Chunk nextChunk() throws IOException {
        int number;
        boolean mine;
        synchronized (lock) {
            if (current.isPresent()) {
                taken++;
            }
            number = taken;
            mine = claimed == number;
            if (mine) {
                claimed++;
            }
        }
        askForHelp();
        if (mine) {
            fill(own, number);
        }
        Chunk chunk = await(number);
        context.annotations().takeFrom(chunk.annotations());
        chunk.check();
        return chunk;
    }

    private void askForHelp() {
        int wanted;
        synchronized (lock) {
            wanted = Math.min(idle.size(), Math.min(taken + CHUNKS, chunkCount) - claimed);
        }
        for (int i = 0; i < wanted && context.spareThreads().offer(this::help); i++) {
            // One more is coming.
        }
    }

    private void help() {
        Ahead.Worker worker;
        synchronized (lock) {
            if (stopped || idle.isEmpty()) {
                return;
            }
            worker = idle.pop();
            atWork++;
        }
        try {
            for (int number = claim(); number >= 0; number = claim()) {
                fill(worker, number);
            }
        } finally {
            synchronized (lock) {
                idle.push(worker);
                atWork--;
                lock.notifyAll();
            }
        }
    }

    /// The number of a chunk to fill, or -1 where there is none for now.
    private int claim() {
        synchronized (lock) {
            boolean none = stopped || claimed == Math.min(taken + CHUNKS, chunkCount);
            return none ? -1 : claimed++;
        }
    }

    private void fill(Ahead.Worker worker, int number) {
        int place = number % CHUNKS;
        int first = number * chunkSeries;
        Chunk chunk;
        synchronized (lock) {
            @Nullable Chunk before = ring[place];
            chunk = before == null ? new Chunk(chunkSeries, steps) : before;
            ring[place] = chunk;
            done[place] = -1;
        }
        chunk.fill(worker, first, Math.min(chunkSeries, series - first), () -> stopped);
        synchronized (lock) {
            done[place] = number;
            lock.notifyAll();
        }
    }

    private Chunk await(int number) {
        int place = number % CHUNKS;
        boolean interrupted = false;
        synchronized (lock) {
            while (done[place] != number) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true; // told on return: who fills the chunk looks at the deadline
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return Objects.requireNonNull(ring[place]);
        }
    }

    /// Lets nobody begin any more, waits for those at work (for one series each at most), and lets
    /// go of the columns.
    void stop() {
        boolean interrupted = false;
        synchronized (lock) {
            stopped = true;
            while (atWork > 0) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true; // told on return: what is read from must stay open
                }
            }
            Arrays.fill(ring, null);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
