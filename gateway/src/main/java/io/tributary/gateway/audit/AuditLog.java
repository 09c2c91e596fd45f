package io.tributary.gateway.audit;

import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.gateway.audit.AuditMetrics.Drop;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The audit stream of one process: takes events, writes them, finds them again.
///
/// Examples are written as they come and are durable within 10 seconds; so are counts, which are
/// written every 10 seconds and at the end. Where the disk is full, counts wait in memory until
/// there is room, and examples are dropped.
///
/// Safe from any thread. `record` and `count` wait for no disk; {@link #recordDurably} and {@link
/// #search} do. Not to be called after {@link #close}, but for `record` and `count`, which are in
/// vain then.
public final class AuditLog implements AutoCloseable {
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// Bytes written at once; a line more at most.
    private static final long PORTION_BYTES = AuditLines.LINE_BYTES_MAX;

    private final Disk disk;
    private final Path directory;
    private final Clock clock;
    private final AuditFiles files;
    private final AuditCounts counts;
    private final ExampleRates rates;
    private final LineQueue queue = new LineQueue();
    private final AuditMetrics metrics;
    private final ReentrantLock writing = new ReentrantLock();
    private final Thread thread;
    private volatile long sizeBytes;
    private volatile Optional<IOException> failure = Optional.empty();
    private long tickedNanos;

    /// Takes lines as they stand in the files.
    @FunctionalInterface
    public interface LineSink {
        /// A line with its break: `bytes[offset .. offset + length)`, to be copied.
        void line(byte[] bytes, int offset, int length) throws IOException;
    }

    /// What a query came to.
    ///
    /// @param lines found
    /// @param damaged lines that were met and could not be read
    /// @param more whether there are more than were wanted
    public record Found(int lines, long damaged, boolean more) {}

    private AuditLog(
            Disk disk,
            Path directory,
            AuditFiles files,
            AuditSettings settings,
            Clock clock,
            Metrics metrics) {
        this.disk = disk;
        this.directory = directory;
        this.files = files;
        this.clock = clock;
        this.counts = new AuditCounts(clock.wallMillis());
        this.rates = new ExampleRates(clock, settings.examplesPerMinute());
        this.metrics = new AuditMetrics(metrics, () -> sizeBytes);
        this.thread = Thread.ofPlatform().name("audit-writer").unstarted(this::run);
        this.sizeBytes = files.sizeBytes();
        this.tickedNanos = clock.monotonicNanos();
    }

    /// Opens the stream of a directory, which nobody else has open, and goes on behind its end.
    ///
    /// @param clock one that is trusted (`ClockWatch.trusted`): files that are too old by it go
    /// @throws IOException if the files there cannot be read
    public static AuditLog open(
            Disk disk, Path directory, AuditSettings settings, Clock clock, Metrics metrics)
            throws IOException {
        AuditLog log = idle(disk, directory, settings, clock, metrics);
        log.thread.start();
        return log;
    }

    /// One that writes only when it is told to ({@link #step}).
    static AuditLog idle(
            Disk disk, Path directory, AuditSettings settings, Clock clock, Metrics metrics)
            throws IOException {
        AuditFiles files = AuditFiles.open(disk, directory, settings, clock);
        return new AuditLog(disk, directory, files, settings, clock, metrics);
    }

    /// Counts an event, and writes it where there is room for an example.
    public void record(AuditEvent event) {
        count(event.kind(), event.origin(), event.reason(), 1);
        example(event);
    }

    /// Counts events that are not to be written one by one.
    ///
    /// @param amount 0 is nothing
    public void count(Kind kind, Origin origin, String reason, long amount) {
        if (amount > 0) {
            CountKey key = CountKey.of(kind, origin, reason);
            counts.add(key, amount);
            metrics.counted(key, amount);
        }
    }

    /// Takes what a write has to tell: all that was refused and late is counted, what it tells of
    /// one by one is written where there is room.
    ///
    /// @param timeMillis when it was received
    public void written(long timeMillis, Origin origin, WriteResult.Accepted result) {
        if (result.samplesLate() == 0 && result.refused().isEmpty()) {
            return;
        }
        counted(origin, result);
        for (WriteResult.Finding finding : result.findings()) {
            Kind kind =
                    switch (finding) {
                        case WriteResult.Finding.Conflict _ -> Kind.CONFLICT;
                        case WriteResult.Finding.Late _ -> Kind.LATE;
                    };
            example(
                    new AuditEvent(
                            timeMillis, kind, origin, kind.word(), "", Optional.of(finding)));
        }
        // The first refusal is told in words; where one is a conflict, it may be that one.
        if (!result.refused().isEmpty() && !result.refused().containsKey(Refusal.CONFLICT)) {
            boolean one = result.refused().size() == 1;
            String reason = one ? result.refused().keySet().iterator().next().word() : "";
            example(AuditEvent.of(timeMillis, Kind.REFUSAL, origin, reason, result.firstRefusal()));
        }
    }

    /// Counts what was refused and late in a request, and tells nothing of its series and values.
    public void counted(Origin origin, WriteResult.Accepted result) {
        count(Kind.LATE, origin, Kind.LATE.word(), result.samplesLate());
        for (Map.Entry<Refusal, Integer> refused : result.refused().entrySet()) {
            Kind kind = refused.getKey() == Refusal.CONFLICT ? Kind.CONFLICT : Kind.REFUSAL;
            count(kind, origin, refused.getKey().word(), refused.getValue());
        }
    }

    /// Records an event of which none may be lost: it is durable when this returns. It is counted
    /// as well.
    ///
    /// @throws IOException if it cannot be made durable; then it was not recorded, and what it
    ///   tells of must not be done
    public void recordDurably(AuditEvent event) throws IOException {
        Line line = AuditLines.event(event);
        writing.lock();
        try {
            writeQueued();
            files.appendDurably(List.of(line));
            sizeBytes = files.sizeBytes();
        } catch (IOException e) {
            metrics.failed();
            throw e;
        } finally {
            writing.unlock();
        }
        count(event.kind(), event.origin(), event.reason(), 1);
    }

    /// Finds lines: what was recorded up to now is among them, counts up to now included.
    ///
    /// @param sink is given each line
    /// @throws IOException if the files cannot be read, or the sink throws
    public Found search(AuditQuery query, LineSink sink) throws IOException {
        List<StoredFile> seen;
        List<Line> pending = new ArrayList<>();
        writing.lock();
        try {
            writeQueued();
            seen = files.all();
            AuditCounts.Window window = counts.peek(clock.wallMillis());
            window.counts().forEach((key, count) -> pending.add(line(window, key, count)));
        } finally {
            writing.unlock();
        }
        return new AuditSearch(disk, directory, query, sink).run(seen, pending);
    }

    /// Why the stream could not be written the last time, while that is so.
    public Optional<IOException> failure() {
        return failure;
    }

    /// Writes what is left.
    ///
    /// @throws IOException if it cannot be written: counts of the last 10 seconds, or since the
    ///   disk has been full, are lost
    @Override
    public void close() throws IOException {
        queue.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("BUG: interrupted while an audit is closed", e);
        }
        writing.lock();
        try (files) {
            writeQueued();
            writeCounts();
            files.sync();
        } finally {
            writing.unlock();
        }
    }

    /// Writes examples, and where it is time for it, counts. Not together with the thread.
    void step() {
        writing.lock();
        try {
            writeQueued();
            if (clock.monotonicNanos() - tickedNanos >= TICK_NANOS) {
                tickedNanos = clock.monotonicNanos();
                tick();
            }
        } finally {
            sizeBytes = files.sizeBytes();
            writing.unlock();
        }
    }

    private void example(AuditEvent event) {
        if (!rates.take(event.origin().credential())) {
            metrics.dropped(Drop.rate, 1);
            return;
        }
        if (!queue.offer(AuditLines.event(event))) {
            metrics.dropped(Drop.queue, 1);
        }
    }

    private void run() {
        long left = TICK_NANOS;
        while (queue.await(left)) {
            step();
            left = Math.max(1, tickedNanos + TICK_NANOS - clock.monotonicNanos());
        }
    }

    private void tick() {
        try {
            writeCounts();
            files.sync();
            files.tidy();
            failure = Optional.empty();
        } catch (IOException e) {
            failed(e);
        }
    }

    /// Examples that cannot be written are dropped.
    private void writeQueued() {
        List<Line> portion = queue.take(PORTION_BYTES);
        while (!portion.isEmpty()) {
            try {
                files.append(portion);
            } catch (IOException e) {
                metrics.dropped(Drop.disk, portion.size());
                failed(e);
            }
            portion = queue.take(PORTION_BYTES);
        }
    }

    /// Writes the counts, a portion at a time; what cannot be written is counted on.
    private void writeCounts() throws IOException {
        AuditCounts.Window window = counts.take(clock.wallMillis());
        Iterator<CountKey> left = List.copyOf(window.counts().keySet()).iterator();
        try {
            while (left.hasNext()) {
                writePortion(window, left);
            }
        } catch (IOException e) {
            counts.giveBack(window);
            throw e;
        }
    }

    /// Writes some of the counts, durably, and takes them from the window.
    private void writePortion(AuditCounts.Window window, Iterator<CountKey> left)
            throws IOException {
        List<CountKey> keys = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        long bytes = 0;
        while (left.hasNext() && bytes < PORTION_BYTES) {
            CountKey key = left.next();
            Line line = line(window, key, window.counts().getOrDefault(key, 0L));
            keys.add(key);
            lines.add(line);
            bytes += line.bytes().length;
        }
        files.appendDurably(lines);
        keys.forEach(window.counts()::remove);
    }

    private void failed(IOException e) {
        metrics.failed();
        failure = Optional.of(e);
    }

    private static Line line(AuditCounts.Window window, CountKey key, long count) {
        return AuditLines.count(window.fromMillis(), window.toMillis(), key, count);
    }
}
