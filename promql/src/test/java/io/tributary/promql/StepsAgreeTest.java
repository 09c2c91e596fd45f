package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.testkit.SeededCases;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A range query says at each of its steps what an instant query says there, to the bit; and fails
/// only if one of them does.
class StepsAgreeTest {
    private static final int STEPS = 12;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{__name__=~\"m|n\"}",
                "m offset 90s",
                "timestamp(m)",
                "rate(m[3m])",
                "increase(m[100s]) > 1",
                "quantile_over_time(scalar(n{l=\"1\"}) / 10, m[5m])",
                "deriv(m[4m]) or last_over_time(n[2m])",
                "max_over_time(rate(m[2m])[5m:30s])",
                "sum_over_time((m + on(l, k) n)[3m:])",
                "sum by (l) (m)",
                "avg without (k) ({__name__=~\"m|n\"})",
                "stddev by (k) (m)",
                "quantile by (l) (0.3, m)",
                "topk by (l) (2, m)",
                "bottomk(scalar(n{l=\"0\", k=\"0\"}), m)",
                "limitk(3, m)",
                "count_values(\"v\", n)",
                "m * on(l, k) n",
                "m > bool on(l) group_left n{k=\"0\"}",
                "m - fill_left(3) n",
                "m and on(l) n > 5",
                "m unless n",
                "absent(m{l=\"0\"}) or absent_over_time(n{l=\"1\"}[2m])",
                "scalar(m{l=\"0\"}) + vector(time())",
                "label_replace(m, \"k\", \"x$1\", \"l\", \"(.*)\")",
                "hour(m * 1000) + clamp(n, 1, 3)",
                "sort_desc(m)",
                "m @ 300 / m"
            })
    void range_atEachStep_answersAsAnInstantQuery(String query) {
        SeededCases.run(
                25,
                random -> {
                    try (Questions questions =
                            random.oneIn(2)
                                    ? Questions.namesRemovedEarly()
                                    : Questions.namesRemovedLate()) {
                        load(questions.source, random);
                        long step = random.between(20L, 120L);
                        compare(questions, query, step);
                    }
                });
    }

    private static void compare(Questions questions, String query, long step) {
        Map<Long, Map<Labels, Double>> expected = new TreeMap<>();
        Optional<String> failure = Optional.empty();
        for (long t = 0; t < STEPS * step && failure.isEmpty(); t += step) {
            try {
                Map<Labels, Double> at = new TreeMap<>();
                for (VectorSample sample : vector(questions.askInstant(query, t)).samples()) {
                    at.put(sample.labels(), sample.value());
                }
                expected.put(t * 1000, at);
            } catch (QueryException e) {
                failure = Optional.of(e.getMessage());
            }
        }
        Map<Long, Map<Labels, Double>> answered = new TreeMap<>();
        try {
            QueryAnswer answer = questions.askRange(query, 0, (STEPS - 1) * step, step);
            for (long t = 0; t < STEPS * step; t += step) {
                answered.put(t * 1000, new TreeMap<>());
            }
            for (MatrixSeries series : ((QueryValue.Matrix) answer.value()).series()) {
                for (int i = 0; i < series.samples().size(); i++) {
                    answered.getOrDefault(series.samples().time(i), new TreeMap<>())
                            .put(series.labels(), series.samples().value(i));
                }
            }
        } catch (QueryException e) {
            assertThat(failure).as("instant queries' failure").isPresent();
            return;
        }
        assertThat(failure).isEmpty();
        assertThat(answered).isEqualTo(expected);
    }

    private static QueryValue.Vector vector(QueryAnswer answer) {
        return (QueryValue.Vector) answer.value();
    }

    /// Two metrics of a few series, with gaps, resets, NaN and staleness markers.
    private static void load(MemorySource source, SeededCases.Random random) {
        for (int i = 0; i < 9; i++) {
            String name = i < 6 ? "m" : "n";
            Labels labels = Labels.of("__name__", name, "l", "" + i % 3, "k", "" + i / 3 % 2);
            double value = random.between(0, 9);
            for (long t = 0; t < 1_200_000; t += random.between(5_000, 65_000)) {
                value = random.oneIn(20) ? 0 : value + random.between(0, 4);
                double special = random.oneIn(2) ? Double.NaN : stale();
                source.add(labels, t, random.oneIn(12) ? special : value);
            }
        }
    }

    private static double stale() {
        return Double.longBitsToDouble(SampleBits.STALE_NAN);
    }
}
