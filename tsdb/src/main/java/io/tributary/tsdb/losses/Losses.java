package io.tributary.tsdb.losses;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.NoSpaceException;
import io.tributary.tsdb.data.DataDirectoryException;
import io.tributary.tsdb.losses.Loss.Directory;
import io.tributary.tsdb.losses.Loss.Lost;
import io.tributary.tsdb.losses.Loss.Place;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.serieslog.RecordLog;
import io.tributary.tsdb.serieslog.SeriesLogReport.BatchDamage;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// All losses of a data directory: those on record, and those noticed since it was opened.
///
/// ```text
/// notice ─► pending ─► write: durable ─► told
///    └ known already, or no room: nothing
/// ```
///
/// Bound: {@link #COUNT_MAX} losses; what is lost beyond them is not recorded. Safe from any
/// thread.
public final class Losses implements AutoCloseable {
    /// How many are recorded: a directory with more has no use for another.
    public static final int COUNT_MAX = 10_000;

    private static final int REASON_CHARS_MAX = 300;

    /// So many go into one write.
    private static final int PORTION = 256;

    private final Clock clock;
    private final RecordLog log;
    private final List<Loss> recorded;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by `lock`.
    private final Set<Place> known = new HashSet<>();
    private final List<Loss> noticed = new ArrayList<>();
    private final Deque<Loss> pending = new ArrayDeque<>();

    /// Durable, and told to nobody yet; guarded by `writing`, as is who is told.
    private final Deque<Loss> untold = new ArrayDeque<>();

    private Consumer<Loss> listener = untold::addLast;

    private Losses(Clock clock, RecordLog log, List<Loss> recorded) {
        this.clock = clock;
        this.log = log;
        this.recorded = List.copyOf(recorded);
        recorded.forEach(loss -> known.add(loss.place()));
    }

    /// Reads the losses of a directory. What is lost of them is noticed.
    ///
    /// @throws DataDirectoryException if a newer version of this program recorded them
    /// @throws IOException if they cannot be read
    public static Losses open(Disk disk, Path directory, Clock clock) throws IOException {
        List<Loss> recorded = new ArrayList<>();
        RecordLog log =
                RecordLog.open(
                        disk, directory, (type, body) -> recorded.add(read(directory, type, body)));
        Losses losses = new Losses(clock, log, recorded);
        for (BatchDamage damage : log.report().damages()) {
            Place place =
                    new Place(
                            Directory.LOSSES,
                            Long.parseLong(damage.file()),
                            0,
                            damage.fromOffset(),
                            damage.toOffset());
            losses.notice(place, new Lost.Batches(damage.lostBatches(), 0, 0), damage.reason());
        }
        return losses;
    }

    /// Takes note of a loss that is not known yet; it is durable after the next {@link #write}.
    public void notice(Place place, Lost lost, String reason) {
        lock.lock();
        try {
            if (known.size() < COUNT_MAX && known.add(place)) {
                String shown =
                        reason.length() <= REASON_CHARS_MAX
                                ? reason
                                : reason.substring(0, REASON_CHARS_MAX);
                Loss loss = new Loss(place, lost, clock.wallMillis(), shown);
                noticed.add(loss);
                pending.addLast(loss);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether a loss in this place was noticed before.
    public boolean isKnown(Place place) {
        lock.lock();
        try {
            return known.contains(place);
        } finally {
            lock.unlock();
        }
    }

    /// Makes durable what was noticed, and tells of it.
    ///
    /// @throws NoSpaceException if the disk is full: it stays noticed, and the next call tries
    ///   again
    /// @throws IOException if nothing can be made durable any more
    public void write() throws IOException {
        writing.lock();
        try {
            List<Loss> portion = pendingPortion();
            while (!portion.isEmpty()) {
                RecordWriter out = new RecordWriter();
                portion.forEach(loss -> LossRecords.write(out, loss));
                log.append(out.array(), out.position());
                settle(portion.size());
                portion.forEach(listener);
                portion = pendingPortion();
            }
        } finally {
            writing.unlock();
        }
    }

    /// Has `told` called with each loss noticed since the directory was opened, once it is durable:
    /// now with those that are, then with every other. One may ask for it, once.
    public void whenNoticed(Consumer<Loss> told) {
        writing.lock();
        try {
            listener = told;
            untold.forEach(told);
            untold.clear();
        } finally {
            writing.unlock();
        }
    }

    /// Those on record when the directory was opened.
    public List<Loss> recorded() {
        return recorded;
    }

    /// Those noticed since, durable or not.
    public List<Loss> noticed() {
        lock.lock();
        try {
            return List.copyOf(noticed);
        } finally {
            lock.unlock();
        }
    }

    /// How many there are.
    public int count() {
        lock.lock();
        try {
            return known.size();
        } finally {
            lock.unlock();
        }
    }

    /// Writes what is pending, if there is room: what is not written is met again.
    @Override
    public void close() throws IOException {
        try (log) {
            write();
        } catch (NoSpaceException e) {
            // The damage is still where it was.
        }
    }

    private static Loss read(Path directory, int type, RecordReader body) throws IOException {
        if (type != RecordType.LOSS) {
            throw new DataDirectoryException(
                    "%s/ holds a record of type %d, which this program does not know: it was written by a newer one"
                            .formatted(directory, type));
        }
        return LossRecords.read(body);
    }

    private List<Loss> pendingPortion() {
        lock.lock();
        try {
            return pending.stream().limit(PORTION).toList();
        } finally {
            lock.unlock();
        }
    }

    private void settle(int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                pending.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }
}
