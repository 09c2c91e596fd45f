package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.SampleBits;
import io.tributary.model.Tenant;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Counts of series, which are told without reading samples where that can be.
class CountedSelectTest {
    private static final long NOW = HeadFixture.NOW;
    private static final long LOOKBACK = 300_000;
    private static final List<Matcher> ALL =
            List.of(new Matcher(Matcher.Type.NOT_EQUAL, "__name__", ""));
    private static final List<List<String>> GROUPINGS =
            List.of(List.of(), List.of("a"), List.of("__name__", "a", "none"));
    private static final double STALE = Double.longBitsToDouble(SampleBits.STALE_NAN);

    /// Floats, markers, histograms, late samples, restarts: the same as counting what is read.
    @Test
    void select_ofCounts_answersAsCountingTheSeriesThatAreRead() {
        SeededCases.run(60, CountedSelectTest::compare);
    }

    private static void compare(SeededCases.Random random) throws IOException {
        try (HeadFixture fixture = new HeadFixture(random.between(0L, 1L << 40))) {
            Tenant tenant = fixture.tenant("a");
            for (int request = 0; request < 12; request++) {
                fixture.writeOnly(Writes.route(1, tenant), writes(random, request));
                if (random.oneIn(8)) {
                    fixture.restart();
                }
                long moment = NOW + random.between(-10, 40) * 30_000L;
                for (List<String> by : GROUPINGS) {
                    assertThat(counted(fixture, tenant, moment, by))
                            .isEqualTo(read(fixture, tenant, moment, by));
                }
            }
        }
    }

    private static List<Write> writes(SeededCases.Random random, int request) {
        List<Write> writes = new ArrayList<>();
        for (int i = random.between(1, 40); i > 0; i--) {
            int series = random.between(0, 30);
            String labels = "__name__=m" + series % 4 + ",a=" + series % 3 + ",i=" + series;
            long behind = random.oneIn(5) ? random.between(1, 20) * 30_000L + 1 : 0;
            long time = NOW + request * 30_000L - behind;
            writes.add(new Write(labels, time, value(random, series)));
        }
        return writes;
    }

    private static double value(SeededCases.Random random, int series) {
        if (random.oneIn(6)) {
            return STALE;
        }
        return series % 7 == 6
                ? Double.longBitsToDouble(TestHistograms.bits(random.between(0, 9)))
                : random.between(0, 3);
    }

    private static Map<Labels, Double> counted(
            HeadFixture fixture, Tenant tenant, long moment, List<String> by) throws IOException {
        Map<Labels, Double> counts = new TreeMap<>();
        Selector selector = new Selector(ALL, moment - LOOKBACK, moment, Optional.of(by));
        try (SeriesView view = view(fixture, tenant, selector)) {
            SampleColumn column = new SampleColumn();
            for (int i = 0; i < view.seriesCount(0); i++) {
                view.read(0, i, moment - LOOKBACK, moment, column);
                if (column.size() > 0) {
                    assertThat(column.size()).isEqualTo(1);
                    assertThat(column.time(0)).isEqualTo(moment);
                    assertThat(counts.put(view.labels(0, i), column.value(0))).isNull();
                }
            }
        }
        return counts;
    }

    private static Map<Labels, Double> read(
            HeadFixture fixture, Tenant tenant, long moment, List<String> by) throws IOException {
        Map<Labels, Double> counts = new TreeMap<>();
        Selector selector = new Selector(ALL, moment - LOOKBACK, moment);
        try (SeriesView view = view(fixture, tenant, selector)) {
            SampleColumn column = new SampleColumn();
            for (int i = 0; i < view.seriesCount(0); i++) {
                view.read(0, i, moment - LOOKBACK, moment, column);
                int last = column.size() - 1;
                if (last >= 0 && !SampleBits.isStale(column.value(last))) {
                    counts.merge(view.labels(0, i).keep(new HashSet<>(by)), 1.0, Double::sum);
                }
            }
        }
        return counts;
    }

    private static SeriesView view(HeadFixture fixture, Tenant tenant, Selector selector) {
        ReadScope scope = new ReadScope(List.of(new ReadScope.TenantScope(tenant, List.of())));
        return fixture.head().select(scope, List.of(selector), new ReadBudget(Long.MAX_VALUE));
    }
}
