package io.tributary.promql.engine.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.promql.QuerySamples;
import io.tributary.promql.fuzz.Trial;
import io.tributary.promql.fuzz.Trial.When;
import io.tributary.promql.fuzz.Trials;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.Value;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The samples that a query takes and reads at each step, as Prometheus counts them: the figures
/// are worked out by hand from its rules; `StepStatisticsTest` holds them against a real one.
class StepCountsTest {
    private static final int MINUTES = 20;
    private static final Dataset DATA = data();

    /// Two series of floats, a sample a minute; one histogram at 10 minutes.
    private static Dataset data() {
        NavigableMap<Long, Value> floats = new TreeMap<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            floats.put(minute * 60_000L, new Value.Real(minute));
        }
        NavigableMap<Integer, Double> buckets = new TreeMap<>();
        buckets.put(1, 1.0);
        buckets.put(2, 2.0);
        buckets.put(5, 3.0);
        NavigableMap<Long, Value> histograms = new TreeMap<>();
        histograms.put(
                600_000L,
                new Value.Histogram(
                        new NaiveHistogram(0, 0, 0, 6, 1, buckets, new TreeMap<>(), List.of())));
        SortedMap<Labels, NavigableMap<Long, Value>> series = new TreeMap<>();
        series.put(Labels.of("__name__", "x", "i", "0"), floats);
        series.put(Labels.of("__name__", "x", "i", "1"), floats);
        series.put(Labels.of("__name__", "h"), histograms);
        return new Dataset(series);
    }

    /// At 10, 12 and 14 minutes: `taken/read` of each, then of all.
    private static String atThreeSteps(String query) throws IOException {
        return told(query, new When.Range(600_000, 840_000, 120_000));
    }

    private static String atTenMinutes(String query) throws IOException {
        return told(query, new When.Instant(600_000));
    }

    private static String told(String query, When when) throws IOException {
        QuerySamples samples = Trials.samples(new Trial(DATA, query, when, false));
        return samples.steps().stream()
                        .map(step -> step.taken() + "/" + step.read())
                        .collect(Collectors.joining(" "))
                + " = %d/%d".formatted(samples.taken(), samples.read());
    }

    @Test
    void instantSelector_takesOneSampleASeriesAndStep() throws IOException {
        assertThat(atThreeSteps("x")).isEqualTo("2/2 2/2 2/2 = 6/6");
        assertThat(atThreeSteps("x + x")).isEqualTo("4/4 4/4 4/4 = 12/12");
        assertThat(atThreeSteps("timestamp(x)")).isEqualTo("2/2 2/2 2/2 = 6/6");
        assertThat(atThreeSteps("x{i=\"0\"} offset -7m")).isEqualTo("1/1 1/1 1/1 = 3/3");
        assertThat(atTenMinutes("sum(x)")).isEqualTo("2/2 = 2/2");
        assertThat(atTenMinutes("1 + 1")).isEqualTo("0/0 = 0/0");
    }

    @Test
    void window_isTakenWholeAtEachStep_andReadOnce() throws IOException {
        assertThat(atThreeSteps("rate(x[5m])")).isEqualTo("10/10 10/4 10/4 = 30/18");
        assertThat(atThreeSteps("rate(x[1m])")).isEqualTo("2/2 2/2 2/2 = 6/6");
        assertThat(atThreeSteps("sum_over_time(x[5m] offset 1m)"))
                .isEqualTo("10/10 10/4 10/4 = 30/18");
        assertThat(atTenMinutes("x[3m]")).isEqualTo("6/6 = 6/6");
    }

    @Test
    void pinned_isTakenAtEachStep_andReadAtTheFirst() throws IOException {
        assertThat(atThreeSteps("x @ 60")).isEqualTo("2/2 2/0 2/0 = 6/2");
        assertThat(atThreeSteps("rate(x[5m] @ 600)")).isEqualTo("10/10 10/0 10/0 = 30/10");
        assertThat(atThreeSteps("x + on (i) rate(x[5m] @ 600)"))
                .isEqualTo("12/12 12/2 12/2 = 36/16");
        assertThat(atThreeSteps("predict_linear(x[5m] @ 600, 60)"))
                .isEqualTo("10/10 10/0 10/0 = 30/10");
    }

    /// The inside is evaluated at 6, 7 … 14 minutes.
    @Test
    void subquery_isTakenByValues_andReadByItsInside() throws IOException {
        assertThat(atThreeSteps("sum_over_time(x[5m:1m])")).isEqualTo("10/10 10/4 10/4 = 30/18");
        assertThat(atThreeSteps("sum_over_time(sum_over_time(x[2m])[5m:1m])"))
                .isEqualTo("10/12 10/4 10/4 = 30/20");
        assertThat(atThreeSteps("sum_over_time(sum(x)[1m:30s])")).isEqualTo("2/4 2/4 2/4 = 6/12");
        assertThat(atTenMinutes("sum(x)[3m:1m]")).isEqualTo("6/6 = 6/6");
        assertThat(atThreeSteps("sum_over_time(x[5m:1m] @ 600)"))
                .isEqualTo("10/10 10/0 10/0 = 30/10");
    }

    @Test
    void histogram_isAsManySamplesAsItsBytesMake() throws IOException {
        // 168 and 8 bytes, 3 buckets, 2 rows of them: 216 bytes are 13 samples.
        assertThat(atTenMinutes("h")).isEqualTo("13/13 = 13/13");
        assertThat(atTenMinutes("h[5m]")).isEqualTo("13/13 = 13/13");
        assertThat(atTenMinutes("rate(h[5m])")).isEqualTo("13/13 = 13/13");
        assertThat(atTenMinutes("histogram_count(h)")).isEqualTo("11/11 = 11/11");
    }
}
