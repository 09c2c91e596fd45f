package io.tributary.promql.fuzz;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.promql.fuzz.Trial.When;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.Outcome;
import io.tributary.promql.reference.data.Outcome.Row;
import io.tributary.promql.reference.data.Value;
import io.tributary.testkit.promqltest.EvalResult;
import io.tributary.testkit.promqltest.HistogramValue;
import io.tributary.testkit.promqltest.LabelSet;
import io.tributary.testkit.promqltest.SampleValue;
import io.tributary.testkit.promqltest.ScriptTarget;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Runs each `eval` of a script as a trial.
///
/// @param asked what answers
record ScriptedTrials(
        Function<Trial, Told> asked,
        boolean namesGoLate,
        Map<Labels, NavigableMap<Long, Value>> series,
        Set<Labels> gauges)
        implements ScriptTarget {
    ScriptedTrials(Function<Trial, Told> asked, boolean namesGoLate) {
        this(asked, namesGoLate, new TreeMap<>(), new TreeSet<>());
    }

    @Override
    public void clear() {
        series.clear();
        gauges.clear();
    }

    @Override
    public void load(List<LoadedSeries> loaded) {
        for (LoadedSeries one : loaded) {
            NavigableMap<Long, Value> samples =
                    series.computeIfAbsent(labels(one.labels()), _ -> new TreeMap<>());
            one.points().forEach(point -> samples.put(point.tMillis(), value(point.value())));
            if (one.points().stream().anyMatch(point -> isGauge(point.value()))) {
                gauges.add(labels(one.labels()));
            }
        }
    }

    @Override
    public EvalResult instant(String expression, long tMillis) {
        return ask(expression, new When.Instant(tMillis));
    }

    @Override
    public EvalResult range(String expression, long startMillis, long endMillis, long stepMillis) {
        return ask(expression, new When.Range(startMillis, endMillis, stepMillis));
    }

    private EvalResult ask(String expression, When when) {
        Trial trial =
                new Trial(
                        new Dataset(new TreeMap<>(series), gauges), expression, when, namesGoLate);
        Told told = asked.apply(trial);
        EvalResult.Notes notes =
                new EvalResult.Notes(
                        List.copyOf(told.notes().warnings()), List.copyOf(told.notes().infos()));
        return switch (told.outcome()) {
            case Outcome.Failed(_, var why) -> new EvalResult.Failed(why);
            case Outcome.Open(var why) -> new EvalResult.Unsupported(why);
            case Outcome.Unknown(var why) -> new EvalResult.Unsupported(why);
            case Outcome.Broken(var how) -> throw new AssertionError(how);
            case Outcome.Rows(var shape, var rows) ->
                    switch (shape) {
                        case SCALAR -> scalar(rows.getFirst(), notes);
                        case VECTOR ->
                                new EvalResult.Vector(
                                        rows.stream().map(ScriptedTrials::sample).toList(), notes);
                        case MATRIX ->
                                new EvalResult.Matrix(
                                        rows.stream().map(ScriptedTrials::series).toList(), notes);
                    };
        };
    }

    private static EvalResult scalar(Row row, EvalResult.Notes notes) {
        return switch (row.points().values().iterator().next()) {
            case Value.Real(var number) -> new EvalResult.Scalar(number, notes);
            case Value.Histogram _ -> throw new AssertionError("a scalar histogram");
        };
    }

    private static EvalResult.Sample sample(Row row) {
        return new EvalResult.Sample(
                labelSet(row.labels()), sampleValue(row.points().values().iterator().next()));
    }

    private static EvalResult.Series series(Row row) {
        return new EvalResult.Series(
                labelSet(row.labels()),
                row.points().entrySet().stream()
                        .map(p -> new EvalResult.Point(p.getKey(), sampleValue(p.getValue())))
                        .toList());
    }

    private static boolean isGauge(SampleValue.Written value) {
        return value instanceof SampleValue.NativeHistogram(var histogram, _)
                && histogram.hint() == HistogramValue.CounterResetHint.GAUGE;
    }

    private static Value value(SampleValue.Written value) {
        return switch (value) {
            case SampleValue.Real(var number) -> new Value.Real(number);
            case SampleValue.Stale() ->
                    new Value.Real(Double.longBitsToDouble(SampleBits.STALE_NAN));
            case SampleValue.NativeHistogram(var histogram, _) ->
                    new Value.Histogram(
                            new NaiveHistogram(
                                    histogram.schema(),
                                    histogram.zeroThreshold(),
                                    histogram.zeroCount(),
                                    histogram.count(),
                                    histogram.sum(),
                                    new TreeMap<>(histogram.positive()),
                                    new TreeMap<>(histogram.negative()),
                                    histogram.customValues()));
        };
    }

    private static SampleValue sampleValue(Value value) {
        return switch (value) {
            case Value.Real(var number) -> new SampleValue.Real(number);
            case Value.Histogram(var histogram) ->
                    new SampleValue.NativeHistogram(scripted(histogram));
        };
    }

    private static HistogramValue scripted(NaiveHistogram histogram) {
        return new HistogramValue(
                histogram.schema(),
                histogram.count(),
                histogram.sum(),
                histogram.zeroThreshold(),
                histogram.zeroCount(),
                histogram.positive(),
                histogram.negative(),
                histogram.bounds(),
                HistogramValue.CounterResetHint.UNKNOWN);
    }

    private static Labels labels(LabelSet set) {
        Labels.Builder builder = Labels.empty().toBuilder();
        set.labels().forEach(builder::set);
        return builder.build();
    }

    private static LabelSet labelSet(Labels labels) {
        Map<String, String> map = new TreeMap<>();
        labels.asList().forEach(label -> map.put(label.name(), label.value()));
        return LabelSet.of(map);
    }
}
