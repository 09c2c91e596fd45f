package io.tributary.promql.reference;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.text.GoFloat;
import io.tributary.promql.ast.AggregateOperator;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.reference.Series.Point;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.Value;
import io.tributary.promql.reference.numeric.HistogramArithmetic;
import io.tributary.promql.reference.numeric.Numbers;
import io.tributary.promql.reference.numeric.Numbers.Sum;
import io.tributary.promql.reference.numeric.Quantiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Aggregations over series (Prometheus: `rangeEvalAgg`, `aggregation`, `aggregationK`).
final class Aggregations {
    private static final double INT64_END = 0x1p63;

    private final Expr.Aggregate aggregate;
    private final Steps steps;
    private final List<Series> parameter;

    /// @param parameter one series at most
    Aggregations(Expr.Aggregate aggregate, Steps steps, List<Series> parameter) {
        this.aggregate = aggregate;
        this.steps = steps;
        this.parameter = parameter;
    }

    List<Series> apply(List<Series> input) {
        return switch (aggregate.operator()) {
            case TOPK, BOTTOMK, LIMITK -> picked(input);
            case LIMIT_RATIO -> byRatio(input);
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, QUANTILE, COUNT_VALUES ->
                    folded(input);
        };
    }

    static Labels group(Expr.Aggregate aggregate, Labels labels) {
        if (!aggregate.without()) {
            return labels.keep(aggregate.grouping());
        }
        List<String> dropped = new ArrayList<>(aggregate.grouping());
        dropped.add(Label.METRIC_NAME);
        return labels.without(dropped);
    }

    private Map<Labels, List<Series>> groups(List<Series> input) {
        Map<Labels, List<Series>> groups = new LinkedHashMap<>();
        for (Series series : input) {
            groups.computeIfAbsent(group(aggregate, series.labels()), _ -> new ArrayList<>())
                    .add(series);
        }
        return groups;
    }

    private double parameterAt(long timeMillis) {
        return parameter.isEmpty()
                ? 0
                : parameter.getFirst().at(timeMillis).map(Sample::number).orElse(0.0);
    }

    private List<Double> parameters() {
        return steps.times().stream().map(this::parameterAt).toList();
    }

    private List<Series> folded(List<Series> input) {
        List<Series> results = new ArrayList<>();
        groups(input)
                .forEach((labels, members) -> {
                    List<Point> points = new ArrayList<>();
                    boolean dropName = false;
                    for (long t : steps.times()) {
                        List<Sample> samples = Evaluator.at(members, t);
                        if (!samples.isEmpty()) {
                            dropName = samples.stream().anyMatch(Sample::dropName);
                            fold(samples, parameterAt(t))
                                    .ifPresent(v -> points.add(new Point(t, v)));
                        }
                    }
                    if (!points.isEmpty()) {
                        results.add(new Series(labels, dropName, points));
                    }
                });
        return results;
    }

    private Optional<Value> fold(List<Sample> samples, double q) {
        double[] numbers =
                samples.stream().filter(Sample::isReal).mapToDouble(Sample::number).toArray();
        return switch (aggregate.operator()) {
            case COUNT -> real(samples.size());
            case GROUP -> real(1);
            case SUM, AVG ->
                    numbers.length == samples.size()
                            ? real(
                                    aggregate.operator() == AggregateOperator.SUM
                                            ? sum(numbers)
                                            : Numbers.mean(numbers))
                            : ofHistograms(samples, numbers.length);
            case MIN, MAX, STDVAR, STDDEV, QUANTILE ->
                    numbers.length == 0 ? Optional.empty() : real(ofNumbers(numbers, q));
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, COUNT_VALUES ->
                    throw new IllegalArgumentException("no fold: " + aggregate);
        };
    }

    private static Optional<Value> real(double number) {
        return Optional.of(new Value.Real(number));
    }

    private double ofNumbers(double[] numbers, double q) {
        return switch (aggregate.operator()) {
            case MIN -> extreme(numbers, false);
            case MAX -> extreme(numbers, true);
            case STDVAR -> variance(numbers);
            case STDDEV -> Math.sqrt(variance(numbers));
            default -> Quantiles.of(q, numbers);
        };
    }

    /// Floats and histograms together have no sum.
    private Optional<Value> ofHistograms(List<Sample> samples, int floats) {
        if (floats > 0) {
            return Optional.empty();
        }
        double share = aggregate.operator() == AggregateOperator.AVG ? 1.0 / samples.size() : 1;
        List<NaiveHistogram> all =
                samples.stream().map(s -> ((Value.Histogram) s.value()).histogram()).toList();
        return total(all)
                .map(sum -> HistogramArithmetic.scaled(sum, count -> count * share))
                .map(Value.Histogram::new);
    }

    /// Nothing if some have custom buckets and some have not.
    static Optional<NaiveHistogram> total(List<NaiveHistogram> all) {
        Optional<NaiveHistogram> total = Optional.of(all.getFirst());
        for (NaiveHistogram one : all.subList(1, all.size())) {
            total = total.flatMap(sum -> HistogramArithmetic.combined(sum, one, 1));
        }
        return total;
    }

    private static double sum(double[] numbers) {
        Sum sum = new Sum(numbers[0], 0);
        for (int i = 1; i < numbers.length; i++) {
            sum = sum.plus(numbers[i]);
        }
        return sum.total();
    }

    private static double extreme(double[] numbers, boolean largest) {
        double best = numbers[0];
        for (double number : numbers) {
            if ((largest ? best < number : best > number) || Double.isNaN(best)) {
                best = number;
            }
        }
        return best;
    }

    private static double variance(double[] numbers) {
        double mean = numbers[0];
        boolean finite = !Double.isNaN(mean) && !Double.isInfinite(mean);
        double squares = finite ? 0 : Double.NaN;
        for (int i = 1; i < numbers.length; i++) {
            double delta = numbers[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (numbers[i] - mean);
        }
        return squares / numbers.length;
    }

    private List<Series> picked(List<Series> input) {
        List<Double> counts = parameters();
        if (counts.stream().noneMatch(k -> k >= 1 || Double.isNaN(k))) {
            return List.of();
        }
        if (counts.stream().anyMatch(k -> Double.isNaN(k) || k <= -INT64_END || k >= INT64_END)) {
            throw Refusal.execution("parameter is no 64-bit integer");
        }
        Map<Labels, List<Series>> groups = groups(input);
        return steps.isSingle() ? instantly(groups) : overTime(groups);
    }

    private List<Series> instantly(Map<Labels, List<Series>> groups) {
        List<Series> results = new ArrayList<>();
        for (List<Series> members : groups.values()) {
            for (Sample s : pick(Evaluator.at(members, steps.start()))) {
                List<Point> points = List.of(new Point(s.timeMillis(), s.value()));
                results.add(new Series(s.labels(), s.dropName(), points));
            }
        }
        return results;
    }

    private List<Series> overTime(Map<Labels, List<Series>> groups) {
        Gathering gathered = new Gathering();
        for (long t : steps.times()) {
            for (List<Series> members : groups.values()) {
                pick(Evaluator.at(members, t)).forEach(sample -> gathered.add(t, sample));
            }
        }
        return gathered.series();
    }

    private List<Sample> pick(List<Sample> samples) {
        if (samples.isEmpty()) {
            return List.of();
        }
        long count = Math.clamp((long) parameterAt(samples.getFirst().timeMillis()), 0, 1 << 20);
        List<Sample> sorted = new ArrayList<>(samples);
        if (aggregate.operator() != AggregateOperator.LIMITK) {
            sorted.removeIf(s -> !s.isReal());
            boolean top = aggregate.operator() == AggregateOperator.TOPK;
            sorted.sort((a, b) -> nanLast(a.number(), b.number(), top));
        }
        return sorted.subList(0, (int) Math.min(count, sorted.size()));
    }

    static int nanLast(double left, double right, boolean descending) {
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
        }
        int order = left < right ? -1 : left > right ? 1 : 0;
        return descending ? -order : order;
    }

    /// Which series a ratio picks is upstream's hash's to say: here all or none.
    private List<Series> byRatio(List<Series> input) {
        List<Double> ratios = parameters();
        if (ratios.stream().allMatch(r -> r == 0)) {
            return List.of();
        }
        if (ratios.stream().anyMatch(r -> Double.isNaN(r))) {
            throw Refusal.execution("ratio is NaN");
        }
        if (ratios.stream().anyMatch(r -> r != 0 && Math.abs(r) < 1)) {
            throw Refusal.open("which series a ratio picks");
        }
        List<Series> results = new ArrayList<>();
        for (Series series : input) {
            List<Point> points =
                    series.points().stream().filter(p -> parameterAt(p.timeMillis()) != 0).toList();
            if (!points.isEmpty()) {
                results.add(new Series(series.labels(), series.dropName(), points));
            }
        }
        return results;
    }

    /// `count_values`, at one step.
    record CountValues(Expr.Aggregate aggregate) {
        List<Sample> apply(List<Sample> vector) {
            String label = Trees.text(aggregate.parameter().orElseThrow());
            List<String> grouping = new ArrayList<>(aggregate.grouping());
            if (!aggregate.without()) {
                grouping.add(label);
            }
            Map<Labels, Integer> counts = new LinkedHashMap<>();
            for (Sample sample : vector) {
                if (!sample.isReal()) {
                    throw Refusal.unknown("histograms as text");
                }
                String text = GoFloat.plain(sample.number());
                Labels labelled = sample.labels().toBuilder().set(label, text).build();
                counts.merge(group(labelled, grouping), 1, Integer::sum);
            }
            return counts.entrySet().stream()
                    .map(group -> Sample.of(group.getKey(), group.getValue()))
                    .toList();
        }

        private Labels group(Labels labels, List<String> grouping) {
            if (!aggregate.without()) {
                return labels.keep(grouping);
            }
            List<String> dropped = new ArrayList<>(grouping);
            dropped.add(Label.METRIC_NAME);
            return labels.without(dropped);
        }
    }
}
