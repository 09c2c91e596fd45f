package io.tributary.server.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.RoutePolicy;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WriteCountersTest {
    private static final Route ROUTE =
            new Route(
                    1,
                    new Tenant(new UUID(0, 1), "a"),
                    Dialect.SYMBOLS,
                    false,
                    0,
                    RoutePolicy.NONE);

    /// As repeats and late ones do, which are a part of them.
    @Test
    void written_histograms_countAsSamplesDo() {
        Metrics metrics = new Metrics();

        new WriteCounters(metrics)
                .written(
                        ROUTE,
                        new WriteResult.Accepted(1, 2, 0, 2, 1, Map.of(), "", List.of(), 1),
                        LeftOut.NOTHING);

        assertThat(new String(metrics.scrape("").body(), StandardCharsets.UTF_8))
                .contains(
                        "tributary_ingest_samples_total{tenant=\"a\"} 3.0",
                        "tributary_ingest_repeated_samples_total{tenant=\"a\"} 2.0",
                        "tributary_ingest_late_samples_total{tenant=\"a\"} 1.0");
    }
}
