package io.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.compress.SnappyBlock;
import io.tributary.format.remotewrite.RemoteWrite1LabelWriter;
import io.tributary.format.remotewrite.RemoteWrite1Template;
import io.tributary.gateway.identity.IdentityException;
import io.tributary.model.Label;
import io.tributary.model.Matcher;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.server.StoredServer.Connection;
import io.tributary.testkit.SeededCases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two tenants whose senders write the same label bytes, and often whole requests that are the same
/// byte by byte, through the same connections in turn; after each restart another tenant comes
/// first, so that route ids change hands. Each has what it was sent, and nothing else.
/// `-Dtenants.samples=N` sends more.
class TenantsApartTest {
    private static final int SAMPLES = Integer.getInteger("tenants.samples", 100_000);
    private static final List<String> TENANTS = List.of("team-a", "team-b");
    private static final int BLOCKS = 4;
    private static final int BLOCK_SERIES = 250;
    private static final int STEPS = SAMPLES / (BLOCKS * BLOCK_SERIES * 3 / 2);
    private static final long STEP_MILLIS = 15_000;
    private static final int CONNECTIONS = 4;
    private static final int LIVES = 2;

    private final SeededCases.Random random = new SeededCases.Random(1);
    private final long start = System.currentTimeMillis() - STEPS * STEP_MILLIS;
    private final List<RemoteWrite1Template> templates =
            IntStream.range(0, BLOCKS)
                    .mapToObj(block -> new RemoteWrite1Template(labels(block)))
                    .toList();

    /// How each block of series is sent at each step, by step and block.
    private final Sent[] sent = new Sent[STEPS * BLOCKS];

    @TempDir private Path directory;

    private enum Sent {
        TO_THE_FIRST,
        TO_THE_SECOND,
        BOTH_THE_SAME_BYTES,
        BOTH_OTHER_VALUES;

        boolean isTo(int tenant) {
            return switch (this) {
                case TO_THE_FIRST -> tenant == 0;
                case TO_THE_SECOND -> tenant == 1;
                case BOTH_THE_SAME_BYTES, BOTH_OTHER_VALUES -> true;
            };
        }
    }

    private static final class Delivery {
        final int tenant;
        final byte[] body;

        Delivery(int tenant, byte[] body) {
            this.tenant = tenant;
            this.body = body;
        }
    }

    @Test
    void samples_ofTwoTenantsWithIdenticalBytes_stayApart() throws Exception {
        for (int life = 0; life < LIVES; life++) {
            int to = STEPS * (life + 1) / LIVES;
            try (StoredServer server = new StoredServer(directory.resolve("data"))) {
                send(server, STEPS * life / LIVES, to, life % TENANTS.size());
                assertEachHasItsOwn(server, to);
            }
        }
        try (StoredServer server = new StoredServer(directory.resolve("data"))) {
            assertEachHasItsOwn(server, STEPS);
        }
    }

    private void send(StoredServer server, int fromStep, int toStep, int firstTenant)
            throws Exception {
        List<Connection> connections = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                connections.add(server.connect());
            }
            deliver(connections.getFirst(), oneAfterTheOther(fromStep, firstTenant));
            for (int step = fromStep + 1; step < toStep; step++) {
                List<Delivery> deliveries = shuffled(step);
                List<Callable<Void>> tasks = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    Connection connection = connections.get(i);
                    int begin = deliveries.size() * i / CONNECTIONS;
                    int end = deliveries.size() * (i + 1) / CONNECTIONS;
                    tasks.add(() -> deliver(connection, deliveries.subList(begin, end)));
                }
                for (Future<Void> task : threads.invokeAll(tasks)) {
                    task.get();
                }
            }
            for (String tenant : TENANTS) {
                assertThat(connections.getFirst().get("/metrics", tenant))
                        .contains(
                                "tributary_ingest_repeated_samples_total{tenant=\"%s\"} 0.0"
                                        .formatted(tenant));
            }
        } finally {
            connections.forEach(Connection::close);
        }
    }

    private static Void deliver(Connection connection, List<Delivery> deliveries)
            throws IOException, InterruptedException {
        for (Delivery delivery : deliveries) {
            var answer = connection.write(TENANTS.get(delivery.tenant), delivery.body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }
        return null;
    }

    private List<Delivery> oneAfterTheOther(int step, int firstTenant) {
        List<Delivery> deliveries = deliveries(step);
        deliveries.sort(Comparator.comparing(delivery -> delivery.tenant != firstTenant));
        return deliveries;
    }

    private List<Delivery> shuffled(int step) {
        List<Delivery> deliveries = deliveries(step);
        for (int i = deliveries.size() - 1; i > 0; i--) {
            deliveries.add(deliveries.remove(random.between(0, i)));
        }
        return deliveries;
    }

    private List<Delivery> deliveries(int step) {
        List<Delivery> deliveries = new ArrayList<>();
        for (int block = 0; block < BLOCKS; block++) {
            Sent how = Sent.values()[random.between(0, Sent.values().length - 1)];
            sent[step * BLOCKS + block] = how;
            for (int tenant = 0; tenant < TENANTS.size(); tenant++) {
                if (how.isTo(tenant)) {
                    deliveries.add(new Delivery(tenant, body(tenant, step, block)));
                }
            }
        }
        return deliveries;
    }

    private byte[] body(int tenant, int step, int block) {
        RemoteWrite1Template template = templates.get(block);
        for (int i = 0; i < BLOCK_SERIES; i++) {
            template.set(i, time(step), value(tenant, step, block, i));
        }
        return SnappyBlock.encode(template.message());
    }

    private void assertEachHasItsOwn(StoredServer server, int steps) throws Exception {
        try (Connection connection = server.connect()) {
            for (int tenant = 0; tenant < TENANTS.size(); tenant++) {
                long count = assertHasItsOwn(server.store(), tenant, steps);
                String query = "/api/v1/query?query=sum(count_over_time(m%5B7d%5D))";
                assertThat(connection.get(query, TENANTS.get(tenant)))
                        .contains(",\"%d\"]".formatted(count));
            }
        }
    }

    /// Compares what a tenant reads with what it was sent; how many samples that are.
    private long assertHasItsOwn(Store store, int tenant, int steps)
            throws IOException, IdentityException {
        Matcher all = new Matcher(Matcher.Type.EQUAL, Label.METRIC_NAME, "m");
        Selector selector = new Selector(List.of(all), Long.MIN_VALUE, Long.MAX_VALUE);
        SampleColumn found = new SampleColumn();
        long count = 0;
        try (SeriesView view =
                store.source()
                        .select(
                                scope(store, TENANTS.get(tenant)),
                                List.of(selector),
                                new ReadBudget(Long.MAX_VALUE))) {
            assertThat(view.seriesCount(0)).isEqualTo(BLOCKS * BLOCK_SERIES);
            for (int i = 0; i < view.seriesCount(0); i++) {
                view.read(0, i, Long.MIN_VALUE, Long.MAX_VALUE, found);
                int number = Integer.parseInt(view.labels(0, i).value("series"));
                count += assertHasItsOwn(found, tenant, number, steps);
            }
        }
        return count;
    }

    private int assertHasItsOwn(SampleColumn found, int tenant, int series, int steps) {
        int block = series / BLOCK_SERIES;
        int count = 0;
        for (int step = 0; step < steps; step++) {
            if (!sent[step * BLOCKS + block].isTo(tenant)) {
                continue;
            }
            boolean same =
                    count < found.size()
                            && found.time(count) == time(step)
                            && found.value(count)
                                    == value(tenant, step, block, series % BLOCK_SERIES);
            assertThat(same)
                    .as("sample %d of series %d of %s", count, series, TENANTS.get(tenant))
                    .isTrue();
            count++;
        }
        assertThat(found.size())
                .as("series %d of %s", series, TENANTS.get(tenant))
                .isEqualTo(count);
        return count;
    }

    private static ReadScope scope(Store store, String tenant) throws IdentityException {
        return OpenScopes.of(store, tenant);
    }

    private long time(int step) {
        return start + step * STEP_MILLIS;
    }

    private double value(int tenant, int step, int block, int series) {
        boolean own = sent[step * BLOCKS + block] == Sent.BOTH_OTHER_VALUES;
        return series + step % 50 + (own ? (tenant + 1) * 1_000_000 : 0);
    }

    private static List<byte[]> labels(int block) {
        return IntStream.range(block * BLOCK_SERIES, (block + 1) * BLOCK_SERIES)
                .mapToObj(series -> {
                    RemoteWrite1LabelWriter labels = new RemoteWrite1LabelWriter();
                    labels.add(Label.METRIC_NAME, "m");
                    labels.add("host", "host-" + block);
                    labels.add("series", Integer.toString(series));
                    return labels.toByteArray();
                })
                .toList();
    }
}
