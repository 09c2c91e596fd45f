package io.tributary.promql.fuzz;

import io.tributary.model.GoQuote;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.text.GoFloat;
import io.tributary.promql.fuzz.Trial.When;
import io.tributary.promql.reference.Reference;
import io.tributary.promql.reference.data.Outcome;
import io.tributary.promql.reference.data.Outcome.Row;
import io.tributary.promql.reference.data.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// Writes a trial and its right answer in the language of Prometheus' test scripts.
final class TrialScript {
    private TrialScript() {}

    static String of(Trial trial, Outcome wanted) {
        StringBuilder text = new StringBuilder("clear\n");
        if (trial.data().sampleCount() > 0) {
            text.append(load(trial));
        }
        text.append("\neval ").append(when(trial.when())).append(' ').append(trial.query());
        text.append('\n').append(expectation(trial, wanted));
        return text.toString();
    }

    private static String load(Trial trial) {
        long step = commonStep(trial);
        StringBuilder text = new StringBuilder("load " + step + "ms\n");
        trial.data()
                .series()
                .forEach((labels, samples) -> {
                    if (!samples.isEmpty()) {
                        text.append("  ").append(name(labels)).append(' ');
                        boolean gauge = trial.data().gauges().contains(labels);
                        text.append(sequence(samples, 0, step, gauge)).append('\n');
                    }
                });
        return text.toString();
    }

    /// The longest step that all times are multiples of.
    private static long commonStep(Trial trial) {
        long step = 0;
        for (NavigableMap<Long, Value> samples : trial.data().series().values()) {
            for (long time : samples.keySet()) {
                step = commonDivisor(step, time);
            }
        }
        return step == 0 ? 1 : step;
    }

    private static long commonDivisor(long a, long b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }

    private static String when(When when) {
        return switch (when) {
            case When.Instant(var time) -> "instant at " + time + "ms";
            case When.Range(var start, var end, var step) ->
                    "range from %dms to %dms step %dms".formatted(start, end, step);
        };
    }

    private static String name(Labels labels) {
        String rest =
                labels.withoutMetricName().asList().stream()
                        .map(TrialScript::pair)
                        .collect(Collectors.joining(", ", "{", "}"));
        return labels.metricName() + rest;
    }

    private static String pair(Label label) {
        return label.name() + "=" + GoQuote.quote(label.value());
    }

    /// Values at multiples of a step, with what is missing between.
    private static String sequence(
            SortedMap<Long, Value> samples, long start, long step, boolean gauge) {
        List<String> words = new ArrayList<>();
        long next = start;
        for (var sample : samples.entrySet()) {
            long missing = (sample.getKey() - next) / step;
            if (missing > 0) {
                words.add(missing == 1 ? "_" : "_x" + missing);
            }
            words.add(word(sample.getValue(), gauge));
            next = sample.getKey() + step;
        }
        return String.join(" ", words);
    }

    private static String word(Value value, boolean gauge) {
        return switch (value) {
            case Value.Real(var number) ->
                    SampleBits.isStale(number) ? "stale" : GoFloat.general(number);
            case Value.Histogram(var histogram) -> HistogramWord.of(histogram, gauge);
        };
    }

    private static String expectation(Trial trial, Outcome wanted) {
        return switch (wanted) {
            case Outcome.Failed(_, var why) -> "  expect fail\n  # " + why + "\n";
            case Outcome.Open(var why) -> "  # open: " + why + "\n";
            case Outcome.Unknown(var why) -> "  # unknown: " + why + "\n";
            case Outcome.Broken(var how) -> "  # broke: " + how + "\n";
            case Outcome.Rows rows ->
                    ordered(trial)
                            + rows.rows().stream()
                                    .map(row -> "  " + row(trial, rows.shape(), row) + "\n")
                                    .collect(Collectors.joining());
        };
    }

    private static String ordered(Trial trial) {
        boolean ordered = trial.when() instanceof When.Instant && Reference.isSorted(trial.expr());
        return ordered ? "  expect ordered\n" : "";
    }

    private static String row(Trial trial, Outcome.Shape shape, Row row) {
        return switch (shape) {
            case SCALAR -> word(row.points().values().iterator().next(), false);
            case VECTOR, MATRIX ->
                    name(row.labels())
                            + " "
                            + switch (trial.when()) {
                                case When.Instant(var time) ->
                                        sequence(row.points(), time, 1, false);
                                case When.Range(var start, _, var step) ->
                                        sequence(row.points(), start, step, false);
                            };
        };
    }
}
