package io.tributary.server;

import io.tributary.model.GoQuote;
import io.tributary.model.flow.ExtentSource;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.model.notes.ExemplarSource;
import io.tributary.model.notes.MetadataSource;
import io.tributary.model.usage.SeriesUsage;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.tsdb.append.WriteSettings;
import io.tributary.tsdb.chunks.ChunkRecovery;
import io.tributary.tsdb.head.Head;
import io.tributary.tsdb.head.HeadSettings;
import io.tributary.tsdb.losses.Loss;
import io.tributary.tsdb.recovery.RecoveryReport;
import io.tributary.tsdb.rules.Rules;
import io.tributary.tsdb.serieslog.SeriesLogReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the store of one process: the head, in a directory of this machine.
public final class HeadOpener implements StoreOpener {
    private static final HeadSettings DEFAULTS = HeadSettings.defaults();
    private static final Duration YEARS = Duration.ofDays(36_525);
    private static final Rules RULES = DEFAULTS.writes().rules();
    private static final long MIB = 1024 * 1024;

    private static final Setting<Duration> BACKLOG_MAX =
            duration(
                    "head.backlogMax",
                    RULES.backlogMaxMillis(),
                    "How old a sample may be that is newer than all others of its series, or fills a gap");

    private static final Setting<Duration> RETENTION =
            duration(
                    "head.retention",
                    DEFAULTS.retentionMillis(),
                    "How long a chunk file is kept after it was closed, whatever times it holds");

    private static final Setting<Long> PENDING_BYTES_MAX =
            Setting.size(
                    "head.pendingBytesMax",
                    DEFAULTS.writes().pendingBytesMax(),
                    MIB,
                    1024 * 1024 * MIB,
                    "Sealed chunks in memory that the disk has no room for; above, writes are answered 503");

    private static final Setting<Long> LOOKUP_BYTES =
            Setting.size(
                    "head.lateLookupBytes",
                    DEFAULTS.writes().lookupBytesPerSecond(),
                    MIB,
                    1024 * 1024 * MIB,
                    "Stored chunks that late samples of one tenant may have decoded in a second; above, 503");

    private static final Setting<Integer> HEAP_PERCENT =
            Setting.integer(
                    "head.heapPercent",
                    WriteSettings.HEAP_PERCENT,
                    1,
                    90,
                    "How much of the heap series, open chunks and indexes may take; above, samples of new series are refused");

    private static final Setting<Boolean> TRUST_CLOCK =
            Setting.flag(
                    "head.trustClock",
                    false,
                    "Take the clock for right at this start although it stands before the last commit");

    @Override
    public Settings settings() {
        return Settings.of(
                BACKLOG_MAX, RETENTION, PENDING_BYTES_MAX, LOOKUP_BYTES, HEAP_PERCENT, TRUST_CLOCK);
    }

    @Override
    public Store open(Surroundings surroundings) throws IOException {
        Config config = surroundings.config();
        Head head =
                Head.open(
                        LocalDisk.open(surroundings.directory()),
                        surroundings.clock(),
                        settings(config),
                        surroundings.admission(),
                        surroundings.onFatal());
        log(head);
        head.whenLost(new LossLog());
        if (config.value(TRUST_CLOCK)) {
            head.clock().trust();
        }
        measure(head, surroundings.metrics());
        return new HeadStore(head);
    }

    /// The logger is made here and not before: commands that only ask for the settings log nothing.
    /// And the report is taken apart: the JVM links a record's own `toString` anew in each process,
    /// as dozens of classes.
    private static void log(Head head) {
        Logger log = LoggerFactory.getLogger(HeadOpener.class);
        RecoveryReport report = head.recovery();
        ChunkRecovery chunks = report.chunks();
        SeriesLogReport definitions = report.seriesLog();
        log.info(
                """
                recovered lossesOnRecord={} frames={} samples={} series={} tornTailBytes={} damages={} \
                seriesLost={} samplesLost={} seriesWithoutLabels={} \
                chunkFiles={} chunks={} chunkBytes={} chunkTornBytes={} chunkDamages={} \
                definitions={} definitionTornBytes={} definitionDamages={}\
                """,
                head.lossCount(),
                report.frames(),
                report.samples(),
                report.series(),
                report.tornTailBytes(),
                report.damages(),
                report.seriesLost(),
                report.samplesLost(),
                report.seriesWithoutLabels(),
                chunks.files(),
                chunks.chunks(),
                chunks.bytes(),
                chunks.tornBytes(),
                chunks.damages(),
                definitions.records(),
                definitions.tornTailBytes(),
                definitions.damages());
    }

    private static HeadSettings settings(Config config) {
        Rules rules =
                new Rules(
                        config.value(BACKLOG_MAX).toMillis(),
                        config.value(ServerSettings.BACKLOG_LATE_WINDOW).toMillis());
        return new HeadSettings(
                new WriteSettings(
                        rules,
                        config.value(PENDING_BYTES_MAX),
                        config.value(LOOKUP_BYTES),
                        WriteSettings.ofHeap(config.value(HEAP_PERCENT)),
                        DEFAULTS.writes().notes()),
                config.value(RETENTION).toMillis(),
                DEFAULTS.wal(),
                DEFAULTS.chunks(),
                true);
    }

    private static Setting<Duration> duration(String key, long millis, String what) {
        return Setting.duration(key, Duration.ofMillis(millis), Duration.ofMinutes(1), YEARS, what);
    }

    private static void measure(Head head, Metrics metrics) {
        metrics.gaugeOf(
                "tributary_head_series", "Series in memory", () -> (double) head.seriesCount());
        metrics.gaugeOf(
                "tributary_head_bytes",
                "Bytes held in memory by series, chunks and indexes",
                () -> (double) head.sizeBytes());
        metrics.gaugeOf(
                "tributary_head_bytes_max",
                "Above so many of them samples of new series are refused",
                () -> (double) head.memoryBytesMax());
        metrics.gaugeOf(
                "tributary_chunk_files_bytes",
                "Bytes of all chunk files",
                () -> (double) head.chunkBytes());
        metrics.gaugeOf(
                "tributary_clock_suspect",
                "1 while the wall clock cannot be trusted: nothing is refused or deleted by it",
                () -> head.clock().isSuspect() ? 1 : 0);
        metrics.gaugeOf(
                "tributary_wal_bytes",
                "Bytes of all segments of the write-ahead log",
                () -> (double) head.walBytes());
        metrics.counterOf(
                "tributary_losses_total",
                "Losses on record in the data directory: stretches that were durable and cannot be read any more, each counted once, over all starts",
                head::lossCount);
        metrics.counterOf(
                "tributary_notes_dropped_total",
                "Exemplars and metadata dropped: the oldest where there was no room, and those of series not stored",
                head::notesDroppedCount);
    }

    /// Logs losses, each once in the life of a directory: {@link #LINES_MAX} of them, since one
    /// rotten file may hold thousands.
    private static final class LossLog implements Consumer<Loss> {
        private static final int LINES_MAX = 100;

        private final Logger log = LoggerFactory.getLogger(HeadOpener.class);
        private int lines;

        /// Called by one thread at a time.
        @Override
        public void accept(Loss loss) {
            if (lines < LINES_MAX) {
                log.error(
                        "loss, told once place={} lost={} reason={}",
                        loss.place(),
                        words(loss.lost()),
                        GoQuote.quote(loss.reason()));
            } else if (lines == LINES_MAX) {
                log.error("further losses are not logged: `tributary dump` shows all on record");
            }
            lines++;
        }

        private static String words(Loss.Lost lost) {
            return switch (lost) {
                case Loss.Lost.Frames frames -> frames.toString();
                case Loss.Lost.Batches batches -> batches.toString();
                case Loss.Lost.Stretch stretch -> stretch.toString();
                case Loss.Lost.Chunk chunk ->
                        "Chunk[tenant=%s, series=%s, ref=%d, fromMillis=%d, toMillis=%d, samples=%d]"
                                .formatted(
                                        chunk.tenant(),
                                        GoQuote.quote(chunk.series()),
                                        chunk.ref(),
                                        chunk.fromMillis(),
                                        chunk.toMillis(),
                                        chunk.samples());
            };
        }
    }

    private record HeadStore(Head head) implements Store {
        @Override
        public SampleSink sink() {
            return head;
        }

        @Override
        public SeriesSource source() {
            return head;
        }

        @Override
        public ExtentSource extents() {
            return head;
        }

        @Override
        public ExemplarSource exemplars() {
            return head;
        }

        @Override
        public MetadataSource metadata() {
            return head;
        }

        @Override
        public TenantDirectory tenants() {
            return head.tenants();
        }

        @Override
        public SeriesUsage usage() {
            return head.usage();
        }

        @Override
        public List<String> warnings() {
            return head.warnings();
        }

        @Override
        public long lossCount() {
            return head.lossCount();
        }

        @Override
        public void close() throws IOException {
            head.close();
        }
    }
}
