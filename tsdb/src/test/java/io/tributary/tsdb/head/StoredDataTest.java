package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.flow.Route;
import io.tributary.tsdb.dump.SeriesWalk;
import io.tributary.tsdb.dump.StoredData;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is read from a directory that nobody serves is what was written.
class StoredDataTest {
    private static final long NOW = HeadFixture.NOW;

    @Test
    void walk_floatsBehindHistograms_areFloats() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            double histogram = Double.longBitsToDouble(TestHistograms.bits(9));
            fixture.write(
                    route,
                    List.of(
                            new Write("__name__=m,s=1", NOW, histogram),
                            new Write("__name__=m,s=2", NOW, 1)));
            fixture.restartAfter(disk -> {
                List<Boolean> histograms = new ArrayList<>();
                try (StoredData stored = StoredData.open(disk, fixture.clock);
                        SeriesWalk walk = stored.walk(stored.tenants().getFirst(), List.of())) {
                    while (walk.next()) {
                        histograms.add(walk.samples().isHistogram(0));
                    }
                }
                assertThat(histograms).containsExactly(true, false);
            });
        }
    }
}
