package io.tributary.promql.reference;

import io.tributary.model.Labels;
import io.tributary.model.text.GoFloat;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.Rules;
import io.tributary.promql.reference.data.Value;
import io.tributary.promql.reference.numeric.Dates;
import io.tributary.promql.reference.numeric.HistogramQuestions;
import io.tributary.promql.reference.numeric.Numbers;
import io.tributary.promql.reference.numeric.Quantiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/// Functions of vectors and scalars, at one step (Prometheus: `promql/functions.go`).
final class VectorFunctions {
    private static final String BUCKET = "le";

    private final String name;
    private final List<Expr> arguments;
    private final Rules rules;

    VectorFunctions(String name, List<Expr> arguments, Rules rules) {
        this.name = name;
        this.arguments = arguments;
        this.rules = rules;
    }

    List<Sample> apply(long timeMillis, List<List<Sample>> operands) {
        double now = timeMillis / 1000.0;
        return switch (name) {
            case "time" -> List.of(Sample.of(now));
            case "pi" -> List.of(Sample.of(Math.PI));
            case "vector" -> List.of(Sample.of(number(operands, 0)));
            case "scalar" -> List.of(Sample.of(only(operands.getFirst())));
            case "min_of" ->
                    List.of(Sample.of(Numbers.min(number(operands, 0), number(operands, 1))));
            case "max_of" ->
                    List.of(Sample.of(Numbers.max(number(operands, 0), number(operands, 1))));
            case "absent" ->
                    operands.getFirst().isEmpty()
                            ? List.of(Sample.of(RangeCalls.equalMatched(arguments.getFirst()), 1))
                            : List.of();
            case "timestamp" ->
                    operands.getFirst().stream()
                            .map(s -> s.with(now).unnamed(rules.delayedNameRemoval()))
                            .toList();
            case "start_timestamp" -> List.of();
            case "sort" -> sorted(operands.getFirst(), false);
            case "sort_desc" -> sorted(operands.getFirst(), true);
            case "sort_by_label", "sort_by_label_desc" ->
                    LabelFunctions.sorted(name, arguments, operands.getFirst());
            case "clamp" -> clamped(operands.getFirst(), number(operands, 1), number(operands, 2));
            case "clamp_min" ->
                    clamped(operands.getFirst(), number(operands, 1), Double.POSITIVE_INFINITY);
            case "clamp_max" ->
                    clamped(operands.getFirst(), Double.NEGATIVE_INFINITY, number(operands, 1));
            case "round" -> rounded(operands);
            case "histogram_quantile", "histogram_fraction", "histogram_quantiles" ->
                    ofBuckets(operands);
            case "histogram_count" -> ofNative(operands.getFirst(), NaiveHistogram::count);
            case "histogram_sum" -> ofNative(operands.getFirst(), NaiveHistogram::sum);
            case "histogram_avg" -> ofNative(operands.getFirst(), h -> h.sum() / h.count());
            case "histogram_stdvar" -> ofNative(operands.getFirst(), HistogramQuestions::variance);
            case "histogram_stddev" ->
                    ofNative(operands.getFirst(), h -> Math.sqrt(HistogramQuestions.variance(h)));
            default -> operands.isEmpty() ? ofDate(now) : ofNumbers(operands);
        };
    }

    private List<Sample> ofDate(double now) {
        return List.of(Sample.of(Dates.field(name).orElseThrow().of(Math.floor(now))));
    }

    /// Functions over ranges come here where their range was evaluated once and for all: upstream
    /// then does not take it for a range any more.
    private List<Sample> ofNumbers(List<List<Sample>> operands) {
        Optional<Dates.Field> date = Dates.field(name);
        if (date.isPresent()) {
            return each(operands.getFirst(), seconds -> dateField(date.get(), seconds));
        }
        Optional<DoubleUnaryOperator> function = function(name);
        return function.isPresent() ? each(operands.getFirst(), function.get()) : List.of();
    }

    private static double dateField(Dates.Field field, double seconds) {
        if (!Dates.isDate(seconds)) {
            throw Refusal.open("the date of " + seconds);
        }
        return field.of(seconds);
    }

    private static double number(List<List<Sample>> operands, int index) {
        return operands.get(index).getFirst().number();
    }

    private List<Sample> each(List<Sample> vector, DoubleUnaryOperator function) {
        return vector.stream()
                .filter(Sample::isReal)
                .map(s ->
                        s.with(function.applyAsDouble(s.number()))
                                .unnamed(rules.delayedNameRemoval()))
                .toList();
    }

    private List<Sample> ofNative(List<Sample> vector, ToDoubleFunction<NaiveHistogram> function) {
        List<Sample> results = new ArrayList<>();
        for (Sample sample : vector) {
            if (sample.value() instanceof Value.Histogram(var histogram)) {
                results.add(
                        sample.with(function.applyAsDouble(histogram))
                                .unnamed(rules.delayedNameRemoval()));
            }
        }
        return results;
    }

    private static double only(List<Sample> vector) {
        List<Sample> floats = vector.stream().filter(Sample::isReal).toList();
        return floats.size() == 1 ? floats.getFirst().number() : Double.NaN;
    }

    private static List<Sample> sorted(List<Sample> vector, boolean descending) {
        List<Sample> sorted = new ArrayList<>(vector);
        sorted.removeIf(s -> !s.isReal());
        sorted.sort((a, b) -> Aggregations.nanLast(a.number(), b.number(), descending));
        return sorted;
    }

    private List<Sample> clamped(List<Sample> vector, double min, double max) {
        return max < min
                ? List.of()
                : each(vector, number -> Numbers.max(min, Numbers.min(max, number)));
    }

    private List<Sample> rounded(List<List<Sample>> operands) {
        double inverse = 1.0 / (operands.size() > 1 ? number(operands, 1) : 1);
        return each(operands.getFirst(), x -> Math.floor(x * inverse + 0.5) / inverse);
    }

    private List<Sample> ofBuckets(List<List<Sample>> operands) {
        return switch (name) {
            case "histogram_quantile" -> {
                double q = number(operands, 0);
                yield histograms(operands.get(1), Question.quantile(q), "", "");
            }
            case "histogram_fraction" -> {
                double lower = number(operands, 0);
                double upper = number(operands, 1);
                yield histograms(operands.get(2), Question.fraction(lower, upper), "", "");
            }
            default -> {
                List<Sample> all = new ArrayList<>();
                for (int i = 2; i < operands.size(); i++) {
                    double q = number(operands, i);
                    all.addAll(
                            histograms(
                                    operands.getFirst(),
                                    Question.quantile(q),
                                    Trees.text(arguments.get(1)),
                                    openMetrics(q)));
                }
                yield all;
            }
        };
    }

    /// A question to histograms of either kind.
    private record Question(
            ToDoubleFunction<Quantiles.Buckets> classic,
            ToDoubleFunction<NaiveHistogram> ofNative) {
        static Question quantile(double q) {
            return new Question(b -> b.quantile(q), h -> HistogramQuestions.quantile(h, q));
        }

        static Question fraction(double lower, double upper) {
            return new Question(
                    b -> b.fraction(lower, upper),
                    h -> HistogramQuestions.fraction(h, lower, upper));
        }
    }

    /// @param label to add, with `value`; none if empty
    private List<Sample> histograms(
            List<Sample> vector, Question question, String label, String value) {
        Map<Labels, Quantiles.Buckets> buckets = new LinkedHashMap<>();
        Map<Labels, NaiveHistogram> natives = new LinkedHashMap<>();
        for (Sample sample : vector) {
            if (sample.value() instanceof Value.Histogram(var histogram)) {
                natives.put(sample.labels(), histogram);
                continue;
            }
            double bound = bound(sample.labels().value(BUCKET));
            if (!Double.isNaN(bound)) {
                buckets.computeIfAbsent(
                                sample.labels().without(List.of(BUCKET)),
                                _ -> new Quantiles.Buckets())
                        .add(bound, sample.number());
            }
        }
        List<Sample> results = new ArrayList<>();
        natives.forEach((labels, histogram) -> {
            if (!buckets.containsKey(labels)) {
                double number = question.ofNative.applyAsDouble(histogram);
                results.add(answer(labels, number, label, value));
            }
        });
        buckets.forEach((labels, counts) -> {
            if (!natives.containsKey(labels)) {
                double number = question.classic.applyAsDouble(counts);
                results.add(answer(labels, number, label, value));
            }
        });
        return results;
    }

    private Sample answer(Labels labels, double number, String label, String value) {
        Sample sample = Sample.of(labels, number).unnamed(rules.delayedNameRemoval());
        return label.isEmpty()
                ? sample
                : sample.with(sample.labels().toBuilder().set(label, value).build());
    }

    private static double bound(String text) {
        if (text.equals("+Inf")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN; // then it is no bucket
        }
    }

    /// As OpenMetrics writes quantiles: with a point or an exponent at least.
    private static String openMetrics(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        String text = GoFloat.general(number);
        return text.contains(".") || text.contains("e") ? text : text + ".0";
    }

    private static Optional<DoubleUnaryOperator> function(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "abs" -> Math::abs;
                    case "ceil" -> Math::ceil;
                    case "floor" -> Math::floor;
                    case "exp" -> Math::exp;
                    case "sqrt" -> Math::sqrt;
                    case "ln" -> Math::log;
                    case "log2" -> x -> Math.log(x) / Math.log(2);
                    case "log10" -> Math::log10;
                    case "sin" -> Math::sin;
                    case "cos" -> Math::cos;
                    case "tan" -> Math::tan;
                    case "asin" -> Math::asin;
                    case "acos" -> Math::acos;
                    case "atan" -> Math::atan;
                    case "sinh" -> Math::sinh;
                    case "cosh" -> Math::cosh;
                    case "tanh" -> Math::tanh;
                    case "asinh" -> Numbers::asinh;
                    case "acosh" -> Numbers::acosh;
                    case "atanh" -> Numbers::atanh;
                    case "rad" -> x -> x * Math.PI / 180;
                    case "deg" -> x -> x * 180 / Math.PI;
                    case "sgn" -> x -> x < 0 ? -1 : x > 0 ? 1 : x;
                    default -> null;
                });
    }
}
