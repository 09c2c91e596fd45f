package io.tributary.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.WriteBatch;
import io.tributary.testkit.AllocationProbe;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouterAllocationTest {
    private static final int SERIES = 1_000;

    /// Series whose tenants and metric names are known: a request costs what its parts do, whatever
    /// the number of its series.
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void route_knownNames_allocatesNothingPerSeries(Dialect dialect) {
        Router router =
                Policies.router(
                        Policies.policy(
                                "labels: [t], template: \"team-{{ns}}\", take: all, tenantPrefixes: [team-], tenants: [a, b], replicate: [c]"),
                        dialect,
                        new FamilyIndex());
        BatchText text = new BatchText(dialect);
        for (int i = 0; i < SERIES; i++) {
            text.add(Map.of("__name__", "m" + i % 50, "t", i % 2 == 0 ? "a" : "b", "ns", "a"));
        }
        WriteBatch batch = text.begin();
        for (int i = 0; i < SERIES; i++) {
            text.beginSeries(i);
            batch.addSample(i, i);
        }
        RoutedWrite routed = new RoutedWrite();

        long bytes =
                AllocationProbe.bytes(
                        () -> {
                            router.route(batch, routed);
                            routed.makeParts();
                        },
                        200);

        assertThat(routed.partCount()).isEqualTo(4);
        assertThat(bytes).isLessThan(2L * SERIES);
    }
}
