package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Route;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A sender whose bytes stay the same while policy gives it to one tenant and the other in turn,
/// each time by a new route.
class RouteChangeTest {
    private static final int ROUNDS = 100;
    private static final int SERIES = 20;

    @Test
    void append_afterAChangeOfRoute_findsNothingByTheOldOne() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            List<Tenant> tenants = List.of(fixture.tenant("a"), fixture.tenant("b"));
            for (int round = 0; round < ROUNDS; round++) {
                Route route = Writes.route(1 + round, tenants.get(round % 2));
                for (int i = 0; i < 2; i++) {
                    assertThat(fixture.writeOnly(route, scrape(2 * round + i, round)).refused())
                            .isEmpty();
                }
            }
            for (int t = 0; t < 2; t++) {
                int rest = t;
                assertThat(fixture.contents(tenants.get(t)).values())
                        .hasSize(SERIES)
                        .allSatisfy(samples ->
                                assertThat(samples.values())
                                        .hasSize(ROUNDS)
                                        .allMatch(
                                                bits -> Double.longBitsToDouble(bits) % 2 == rest));
            }
        }
    }

    private static List<Write> scrape(int step, double value) {
        List<Write> writes = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
            writes.add(new Write("__name__=m,series=" + series, HeadFixture.NOW + step, value));
        }
        return writes;
    }
}
