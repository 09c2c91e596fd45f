package io.tributary.server;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.remotewrite.RemoteWrite2Decoder;
import io.tributary.gateway.labels.LabelAdmission;
import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import io.tributary.promql.ScriptRatchet;
import io.tributary.promql.ScriptStore;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.tsdb.append.WriteSettings;
import io.tributary.tsdb.head.Head;
import io.tributary.tsdb.head.HeadSettings;
import io.tributary.tsdb.rules.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Prometheus' scripts over the whole way in and back: remote write, admission, wal, head, engine.
/// A ratchet, as that of the engine alone.
class HeadScriptsTest {
    @Test
    void scripts_overTheRealStore_answerAsPrometheus() throws IOException {
        try (HeadStore store = new HeadStore()) {
            ScriptRatchet.hold(store);
        }
    }

    private static final class HeadStore implements ScriptStore, AutoCloseable {
        private static final long NOW = 20L * 365 * 86_400_000;
        private static final int SAMPLES_PER_REQUEST = 5_000;

        private final RemoteWrite2Decoder decoder = new RemoteWrite2Decoder();
        private final WriteBatch batch = new WriteBatch();
        private WriteRequest2Bytes request = new WriteRequest2Bytes();
        private int pending;
        private Optional<Head> head = Optional.empty();
        private long seed;

        @Override
        public void clear() throws IOException {
            close();
            head = Optional.empty();
            request = new WriteRequest2Bytes();
            pending = 0;
        }

        @Override
        public void add(Labels labels, long timeMillis, double value, long startMillis) {
            request.series(flat(labels)).sample(timeMillis, value, startMillis);
            count();
        }

        @Override
        public void add(
                Labels labels,
                long timeMillis,
                ResetHint hint,
                Histogram histogram,
                long startMillis) {
            request.series(flat(labels)).histogram(timeMillis, hint, histogram, startMillis);
            count();
        }

        private static String[] flat(Labels labels) {
            String[] flat = new String[2 * labels.size()];
            for (int i = 0; i < labels.size(); i++) {
                flat[2 * i] = labels.name(i);
                flat[2 * i + 1] = labels.value(i);
            }
            return flat;
        }

        private void count() {
            if (++pending == SAMPLES_PER_REQUEST) {
                flush();
            }
        }

        @Override
        public SeriesSource source() {
            flush();
            return head();
        }

        @Override
        public ReadScope scope() {
            return new ReadScope(List.of(new ReadScope.TenantScope(tenant(), List.of())));
        }

        @Override
        public void close() throws IOException {
            if (head.isPresent()) {
                head.get().close();
            }
        }

        private void flush() {
            if (pending == 0) {
                return;
            }
            byte[] bytes = request.raw();
            request = new WriteRequest2Bytes();
            pending = 0;
            try {
                decoder.decode(bytes, 0, bytes.length, batch);
            } catch (MalformedRequestException e) {
                throw new IllegalStateException(e);
            }
            Route route = new Route(1, tenant(), Dialect.SYMBOLS, true, 0, OpenScopes.policy());
            if (!(head().append(route, batch) instanceof WriteResult.Accepted accepted)
                    || accepted.samplesRefused() > 0) {
                throw new IllegalStateException("not taken");
            }
        }

        private Tenant tenant() {
            return head().tenants().findOrCreate("scripts", 1).orElseThrow();
        }

        private Head head() {
            if (head.isEmpty()) {
                try {
                    HeadSettings defaults = HeadSettings.defaults();
                    head =
                            Optional.of(
                                    Head.open(
                                            new SimulatedDisk(seed++),
                                            new SimulatedClock(NOW),
                                            new HeadSettings(
                                                    new WriteSettings(
                                                            new Rules(2 * NOW, 2 * NOW),
                                                            defaults.writes().pendingBytesMax(),
                                                            defaults.writes()
                                                                    .lookupBytesPerSecond()),
                                                    defaults.retentionMillis(),
                                                    defaults.wal(),
                                                    defaults.chunks(),
                                                    true),
                                            new LabelAdmission((route, stamp, given) -> {}),
                                            failure -> {
                                                throw new UncheckedIOException(failure);
                                            }));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return head.get();
        }
    }
}
