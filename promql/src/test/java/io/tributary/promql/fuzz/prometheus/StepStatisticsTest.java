package io.tributary.promql.fuzz.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.promql.QuerySamples;
import io.tributary.promql.fuzz.Trial;
import io.tributary.promql.fuzz.Trial.When;
import io.tributary.promql.fuzz.Trials;
import io.tributary.promql.fuzz.random.RandomData;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.testkit.json.Json;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The samples that a query takes and reads, in all and at each step, are those that a real
/// Prometheus counts: of floats, and of histograms without their buckets. With them, a Prometheus
/// also holds the empty buckets for which others of a chunk have counts.
@Tag("peers")
class StepStatisticsTest {
    private static final long AT = RandomData.START_MILLIS + 900_000;

    private static final List<When> TIMES =
            List.of(
                    new When.Instant(AT),
                    new When.Range(AT, AT + 300_000, 30_000),
                    new When.Range(AT, AT + 250_000, 60_000),
                    new When.Range(AT, AT + 600_000, 300_000));

    private static final List<String> QUERIES =
            List.of(
                    "temp",
                    "sum by (job) (temp)",
                    "temp offset 3m",
                    "temp @ 1200",
                    "temp - temp @ end()",
                    "rate(req_total[5m])",
                    "sum(increase(req_total[1m]))",
                    "rate(req_total[5m] offset 2m)",
                    "rate(req_total[5m] @ 1500)",
                    "predict_linear(temp[5m] @ 1500, 60)",
                    "quantile_over_time(0.5, temp[7m])",
                    "absent_over_time(temp[5m])",
                    "rate(req_total[3m] anchored)",
                    "increase(req_total[3m] smoothed)",
                    "temp smoothed",
                    "max_over_time(temp[10m:1m])",
                    "max_over_time(rate(req_total[2m])[10m:1m])",
                    "max_over_time(sum(temp)[1m:20s])",
                    "max_over_time(temp[10m:1m] offset 5m)",
                    "max_over_time(temp[10m:1m] @ 1500)",
                    "avg_over_time(max_over_time(temp[3m:30s])[6m:1m])",
                    "topk(2, temp) + temp",
                    "timestamp(temp)",
                    "histogram_quantile(0.9, rate(lat_bucket[5m]))",
                    "histogram_count(lat_sec)",
                    "vector(1) + 2",
                    "time()");

    private static final List<String> AT_ONE_MOMENT =
            List.of("temp[5m]", "temp[5m:1m]", "rate(req_total[2m])[5m:1m]", "temp[5m] @ 1500");

    @TempDir private Path directory;

    @Test
    void samples_ofAQuery_areCountedAsPrometheusDoes() throws Exception {
        Dataset data = new RandomData("").makeWithHistograms(new Random(1));
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        try (Prometheus prometheus = Prometheus.start(directory, Prometheus.FEATURES)) {
            prometheus.write(data);
            for (Trial trial : trials(data)) {
                String name = trial.query() + " " + trial.when() + ": ";
                ours.add(name + told(Trials.samples(trial)));
                theirs.add(name + told(prometheus.samples(trial)));
            }
        }
        System.out.printf("%d queries, %d samples%n", ours.size(), data.sampleCount());
        assertThat(ours).isEqualTo(theirs);
        assertThat(String.join("", theirs)).doesNotContain("temp %s: 0".formatted(TIMES.get(1)));
    }

    private static List<Trial> trials(Dataset data) {
        List<Trial> trials = new ArrayList<>();
        for (String query : QUERIES) {
            for (When when : TIMES) {
                trials.add(new Trial(data, query, when, true));
            }
        }
        for (String query : AT_ONE_MOMENT) {
            trials.add(new Trial(data, query, TIMES.getFirst(), true));
        }
        return trials;
    }

    private static String told(QuerySamples samples) {
        return "%d %s, %d %s"
                .formatted(
                        samples.taken(),
                        told(samples, QuerySamples.Step::taken),
                        samples.read(),
                        told(samples, QuerySamples.Step::read));
    }

    private static String told(QuerySamples samples, ToLongFunction<QuerySamples.Step> figure) {
        return samples.steps().stream()
                .map(step -> step.timeMillis() + "=" + figure.applyAsLong(step))
                .toList()
                .toString();
    }

    private static String told(Json samples) {
        return "%s %s, %s %s"
                .formatted(
                        samples.member("totalQueryableSamples").text(),
                        steps(samples.member("totalQueryableSamplesPerStep")),
                        samples.member("samplesRead").text(),
                        steps(samples.member("samplesReadPerStep")));
    }

    private static String steps(Json steps) {
        return steps.elements().stream()
                .map(step ->
                        new BigDecimal(step.elements().getFirst().text())
                                        .movePointRight(3)
                                        .longValueExact()
                                + "="
                                + step.elements().getLast().text())
                .toList()
                .toString();
    }
}
