package io.tributary.cli.importing;

import io.tributary.cli.query.SeriesNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Brings one column after the other, window by window, each series from old to new: so its samples
/// are ahead of what the server has, or in the time before, where nothing has to be looked up.
///
/// A window that was done in part is read again from its beginning, and as many points passed over
/// as were done. Where the last of these is another than it was, somebody wrote meanwhile, and
/// nobody knows any more what was brought: the import has to begin anew.
///
/// Reused; of one thread.
final class ColumnImport {
    /// What is asked for at once, in milliseconds: a day.
    static final long WINDOW_MILLIS = 86_400_000;

    private final InfluxServer source;
    private final Receiver receiver;
    private final ImportLog log;
    private final Pace pace;
    private final LineBatch batch;
    private final PrintWriter err;

    /// @param err told the first refusal of each column
    ColumnImport(
            InfluxServer source,
            Receiver receiver,
            ImportLog log,
            Pace pace,
            LineBatch batch,
            PrintWriter err) {
        this.source = source;
        this.receiver = receiver;
        this.log = log;
        this.pace = pace;
        this.batch = batch;
        this.err = err;
    }

    /// Brings what is left of a column.
    ///
    /// @throws IOException if it cannot be read or is not taken; what was acknowledged is noted
    void run(FieldColumn column) throws IOException, InterruptedException {
        Progress progress = log.latest(column);
        if (progress.isDone()) {
            return;
        }
        Optional<Span> all = source.span(column, log.identity().span());
        if (all.isPresent()) {
            long end = all.get().endMillis();
            long start = Math.max(all.get().startMillis(), progress.windowMillis());
            while (start < end) {
                long next = Math.floorDiv(start, WINDOW_MILLIS) * WINDOW_MILLIS + WINDOW_MILLIS;
                progress = window(new Span(start, Math.min(next, end)), progress);
                start = next;
            }
        }
        log.append(progress.done());
    }

    private Progress window(Span span, Progress before) throws IOException, InterruptedException {
        boolean isBegun = before.windowMillis() == span.startMillis();
        Window window = new Window(isBegun ? before : before.at(span.startMillis()));
        source.points(before.column(), span, window);
        window.end();
        return window.progress;
    }

    /// Takes the points of one window.
    private final class Window implements InfluxServer.Points {
        private final FieldColumn column;
        private final long skipped;
        private final String lastSkipped;
        private Progress progress;
        private Map<String, String> tags = Map.of();
        private Optional<String> prefix = Optional.empty();
        private long millis = Long.MIN_VALUE;
        private long nanos;
        private long rows;

        /// Of those that are not acknowledged.
        private long sameMillis;

        private long noLine;

        Window(Progress progress) {
            this.progress = progress;
            this.column = progress.column();
            this.skipped = progress.rows();
            this.lastSkipped = progress.last();
        }

        @Override
        public void point(Map<String, String> ofTags, long timeNanos, String value)
                throws IOException, InterruptedException {
            boolean isFirst = rows == 0 || !ofTags.equals(tags);
            if (isFirst) {
                tags = ofTags;
                prefix = log.identity().naming().prefix(column, ofTags);
            }
            long before = millis;
            nanos = timeNanos;
            millis = Math.floorDiv(timeNanos, LineText.NANOS_PER_MILLI);
            rows++;
            if (rows > skipped) {
                take(value, !isFirst && before == millis);
            } else if (rows == skipped && !name().equals(lastSkipped)) {
                throw changed();
            }
        }

        /// Sends what is left.
        void end() throws IOException, InterruptedException {
            if (rows < skipped) {
                throw changed();
            }
            if (rows > progress.rows()) {
                send();
            }
        }

        private void take(String value, boolean isSameMilli)
                throws IOException, InterruptedException {
            if (isSameMilli) {
                sameMillis++;
            } else if (prefix.isEmpty()) {
                noLine++;
            } else {
                batch.add(prefix.get() + value + column.kind().suffix() + " " + nanos + "\n");
            }
            if (batch.isFull()) {
                send();
            }
        }

        private void send() throws IOException, InterruptedException {
            Receiver.Told told = batch.lines() > 0 ? receiver.send(batch) : Receiver.Told.NOTHING;
            if (!told.first().isEmpty() && progress.tally().refused().isEmpty()) {
                err.println("tributary: %s: %s".formatted(column, SeriesNames.clean(told.first())));
            }
            SortedMap<String, Long> refused = new TreeMap<>(told.refused());
            if (noLine > 0) {
                refused.put(Tally.NO_LINE, noLine);
            }
            long read = rows - progress.rows();
            Tally done = new Tally(read, sameMillis, told.stored(), told.repeated(), refused);
            progress = progress.acknowledged(rows, name(), done);
            log.append(progress);
            sameMillis = 0;
            noLine = 0;
            pace.took(batch.lines());
            batch.clear();
        }

        private IOException changed() {
            return new IOException(
                    "%s changed in Influx since it was imported up to %s: move the state file away and begin anew, what is there already is repeated"
                            .formatted(column, lastSkipped));
        }

        /// Which point the newest is.
        private String name() {
            return tags + " " + nanos;
        }
    }
}
