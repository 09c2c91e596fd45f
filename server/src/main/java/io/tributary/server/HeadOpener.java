package io.tributary.server;

import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.tsdb.head.Head;
import io.tributary.tsdb.head.HeadSettings;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the store of one process: the head, in a directory of this machine.
public final class HeadOpener implements StoreOpener {
    private static final Logger LOG = LoggerFactory.getLogger(HeadOpener.class);
    private static final HeadSettings DEFAULTS = HeadSettings.defaults();
    private static final long MIB = 1024 * 1024;

    private static final Setting<Duration> BACKLOG_MAX =
            Setting.duration(
                    "head.backlogMax",
                    Duration.ofMillis(DEFAULTS.backlogMaxMillis()),
                    Duration.ofMinutes(1),
                    Duration.ofDays(365),
                    "How old a sample may be that is newer than all others of its series");

    private static final Setting<Long> SEALED_BYTES_MAX =
            Setting.size(
                    "head.sealedBytesMax",
                    DEFAULTS.sealedBytesMax(),
                    MIB,
                    1024 * 1024 * MIB,
                    "Sealed chunks held in memory; writes are answered 503 beyond");

    @Override
    public Settings settings() {
        return Settings.of(BACKLOG_MAX, SEALED_BYTES_MAX);
    }

    @Override
    public Store open(Surroundings surroundings) throws IOException {
        Config config = surroundings.config();
        Head head =
                Head.open(
                        LocalDisk.open(surroundings.directory()),
                        surroundings.clock(),
                        new HeadSettings(
                                config.value(BACKLOG_MAX).toMillis(),
                                config.value(SEALED_BYTES_MAX),
                                DEFAULTS.wal()),
                        surroundings.admission(),
                        surroundings.onFatal());
        LOG.info("recovered report={}", head.recovery());
        measure(head, surroundings.metrics());
        return new HeadStore(head);
    }

    private static void measure(Head head, Metrics metrics) {
        metrics.gaugeOf(
                "tributary_head_series", "Series in memory", () -> (double) head.seriesCount());
        metrics.gaugeOf(
                "tributary_head_bytes",
                "Bytes held in memory by series, chunks and indexes",
                () -> (double) head.sizeBytes());
        metrics.gaugeOf(
                "tributary_wal_bytes",
                "Bytes of all segments of the write-ahead log",
                () -> (double) head.walBytes());
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
        public TenantDirectory tenants() {
            return head.tenants();
        }

        @Override
        public void close() throws IOException {
            head.close();
        }
    }
}
