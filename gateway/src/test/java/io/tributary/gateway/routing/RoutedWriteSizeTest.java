package io.tributary.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.WriteBatch;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What is kept for the next write is bounded, whatever it is that was large.
class RoutedWriteSizeTest {
    private static final String TO_ALL =
            "anyTenant: true, replicate: [a, b, c, team-a, team-b, eu-a]";

    private final RoutedWrite routed = new RoutedWrite();

    @Test
    void isSmall_usualWrites_whateverTheirNumber() {
        for (int i = 0; i < 100; i++) {
            route("labels: [t], " + TO_ALL, series("a", 1_000), 10, 0);
            assertThat(routed.isSmall()).isTrue();
            routed.clear();
        }
    }

    @Test
    void isSmall_manySeriesOfManyTenants_isFalse() {
        route("labels: [t], " + TO_ALL, series("a", 60_000), 1, 0);

        assertThat(routed.isSmall()).isFalse();
    }

    @Test
    void isSmall_muchMetadata_isFalse() {
        route("labels: [t], " + TO_ALL, series("a", 1), 1, 300_000);

        assertThat(routed.isSmall()).isFalse();
    }

    /// Each part stays as large as it was in its largest write.
    @Test
    void isSmall_partsThatGrewInOneWriteEach_isFalse() {
        int writes = 0;
        for (String tenant : new String[] {"a", "b", "c", "team-a", "team-b", "eu-a", "own"}) {
            route("labels: [t], tenants: [%s]".formatted(tenant), series(tenant, 1), 1, 0);
            assertThat(routed.isSmall()).isTrue();
            routed.clear();
        }
        BatchText text = new BatchText(Dialect.SYMBOLS);
        for (String tenant : new String[] {"a", "b", "c", "team-a", "team-b", "eu-a"}) {
            text.add(Map.of("__name__", "m", "t", tenant));
            route("labels: [t], anyTenant: true", text, 120_000, 0);
            writes++;
            if (!routed.isSmall()) {
                break;
            }
            routed.clear();
        }
        assertThat(writes).isBetween(3, 5);
    }

    private static BatchText series(String tenant, int count) {
        BatchText text = new BatchText(Dialect.SYMBOLS);
        for (int i = 0; i < count; i++) {
            text.add(Map.of("__name__", "m" + i % 50, "t", tenant, "ns", "a"));
        }
        return text;
    }

    private void route(String policy, BatchText text, int samplesOfTheLast, int families) {
        for (int i = 0; i < families; i++) {
            text.addFamily("m");
        }
        WriteBatch batch = text.begin();
        for (int i = 0; i < text.seriesCount(); i++) {
            text.beginSeries(i);
        }
        for (int i = 0; i < samplesOfTheLast; i++) {
            batch.addSample(i, i);
        }
        text.endFamilies();
        Policies.router(Policies.policy(policy), Dialect.SYMBOLS, new FamilyIndex())
                .route(batch, routed);
        routed.makeParts();
    }
}
