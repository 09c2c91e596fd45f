package io.tributary.testkit.promqltest;

import io.tributary.testkit.promqltest.EvalResult.Notes;
import io.tributary.testkit.promqltest.SampleValue.NativeHistogram;
import io.tributary.testkit.promqltest.SampleValue.Real;
import io.tributary.testkit.promqltest.SampleValue.Stale;
import io.tributary.testkit.promqltest.SampleValue.Written;
import io.tributary.testkit.promqltest.Script.Annotations;
import io.tributary.testkit.promqltest.Script.Expectation;
import io.tributary.testkit.promqltest.Script.Matching;
import io.tributary.testkit.promqltest.Script.Result;
import io.tributary.testkit.promqltest.Script.Times;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Compares an answer with what a script expects; each check says what is wrong, or nothing.
///
/// Floats are equal within a relative error of {@link #EPSILON} of the sum of their magnitudes; a
/// NaN equals a NaN, but the staleness marker only itself.
final class AnswerCheck {
    static final double EPSILON = 1e-6;

    private static final Pattern POSITION = Pattern.compile(" \\(\\d+:\\d+\\)$");

    private record WantedPoint(long tMillis, Written value) {}

    private final Expectation expectation;
    private final Times.Range times;

    /// @param times of the points expected in a matrix
    AnswerCheck(Expectation expectation, Times.Range times) {
        this.expectation = expectation;
        this.times = times;
    }

    Optional<String> notes(Notes notes) {
        return notes("warning", expectation.warnings(), notes.warnings())
                .or(() -> notes("info", expectation.infos(), notes.infos()));
    }

    private static Optional<String> notes(String kind, Annotations rule, List<String> found) {
        return switch (rule) {
            case Annotations.Any() -> Optional.empty();
            case Annotations.None() ->
                    found.isEmpty()
                            ? Optional.empty()
                            : wrong("unexpected %s: %s".formatted(kind, found));
            case Annotations.Some() ->
                    found.isEmpty()
                            ? wrong("want a %s, got none".formatted(kind))
                            : Optional.empty();
            case Annotations.Exactly(var wanted) -> exactly(kind, wanted, found);
        };
    }

    private static Optional<String> exactly(
            String kind, List<Matching> wanted, List<String> found) {
        for (Matching one : wanted) {
            if (found.stream().noneMatch(text -> matches(one, text))) {
                return wrong("want %s %s, got %s".formatted(kind, one, found));
            }
        }
        for (String one : found) {
            if (wanted.stream().noneMatch(w -> matches(w, one))) {
                return wrong("unexpected %s: %s".formatted(kind, one));
            }
        }
        return Optional.empty();
    }

    /// An annotation ends with its position. Scripts state it, but those of v0.314.0 do not yet: a
    /// message without one is compared without.
    private static boolean matches(Matching wanted, String annotation) {
        return wanted.matches(annotation)
                || wanted.matches(POSITION.matcher(annotation).replaceFirst(""));
    }

    Optional<String> value(EvalResult answer) {
        return switch (answer) {
            case EvalResult.Scalar(var value, _) -> scalar(value);
            case EvalResult.Text(var value, _) ->
                    expectation.result() instanceof Result.Text(var wanted) && wanted.equals(value)
                            ? Optional.empty()
                            : wrong(
                                    "want %s, got string \"%s\""
                                            .formatted(expectation.result(), value));
            case EvalResult.Vector(var samples, _) -> vector(samples);
            case EvalResult.Matrix(var series, _) -> matrix(series);
            case EvalResult.Failed(var message) -> wrong("failed: %s".formatted(message));
            case EvalResult.Unsupported(var what) -> wrong("unsupported: %s".formatted(what));
        };
    }

    private Optional<String> scalar(double value) {
        return expectation.result() instanceof Result.Real(var wanted) && equal(wanted, value)
                ? Optional.empty()
                : wrong("want %s, got scalar %s".formatted(expectation.result(), value));
    }

    private Optional<String> vector(List<EvalResult.Sample> samples) {
        if (!(expectation.result() instanceof Result.SeriesSet(var wanted))) {
            return wrong("want %s, got vector %s".formatted(expectation.result(), samples));
        }
        List<LabelSet> order = List.copyOf(wanted.keySet());
        Set<LabelSet> seen = new TreeSet<>();
        for (EvalResult.Sample sample : samples) {
            LabelSet labels = sample.labels();
            List<Optional<Written>> values = wanted.getOrDefault(labels, List.of());
            if (values.isEmpty() || values.getFirst().isEmpty()) {
                return wrong("unexpected series %s with %s".formatted(labels, sample.value()));
            }
            if (expectation.ordered() && order.indexOf(labels) != seen.size()) {
                return wrong(
                        "want %s at position %d, got it at %d"
                                .formatted(labels, order.indexOf(labels) + 1, seen.size() + 1));
            }
            Written value = values.getFirst().get();
            if (!equal(value, sample.value())) {
                return wrong("want %s for %s, got %s".formatted(value, labels, sample.value()));
            }
            if (!seen.add(labels)) {
                return wrong("series %s stands twice in the answer".formatted(labels));
            }
        }
        return missing(wanted, seen);
    }

    private Optional<String> matrix(List<EvalResult.Series> matrix) {
        if (expectation.ordered()) {
            return wrong("want an ordered vector, got a matrix");
        }
        if (!(expectation.result() instanceof Result.SeriesSet(var wanted))) {
            return wrong("want %s, got matrix %s".formatted(expectation.result(), matrix));
        }
        Optional<String> unsorted = unsorted(matrix);
        if (unsorted.isPresent()) {
            return unsorted;
        }
        Set<LabelSet> seen = new TreeSet<>();
        for (EvalResult.Series series : matrix) {
            List<Optional<Written>> values = wanted.get(series.labels());
            if (values == null) {
                return wrong(
                        "unexpected series %s with %s".formatted(series.labels(), series.points()));
            }
            Optional<String> problem = points(series, values);
            if (problem.isPresent()) {
                return problem;
            }
            seen.add(series.labels());
        }
        return missing(wanted, seen);
    }

    /// Says so where series of a range query's answer are not in the order of their labels.
    static Optional<String> unsorted(List<EvalResult.Series> matrix) {
        for (int i = 1; i < matrix.size(); i++) {
            LabelSet before = matrix.get(i - 1).labels();
            LabelSet here = matrix.get(i).labels();
            if (before.compareTo(here) >= 0) {
                return wrong(
                        "series are not in order of labels: %s before %s".formatted(before, here));
            }
        }
        return Optional.empty();
    }

    private Optional<String> points(EvalResult.Series series, List<Optional<Written>> values) {
        List<WantedPoint> wanted = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            long t = times.startMillis() + i * times.stepMillis();
            if (t > times.endMillis()) {
                return wrong(
                        "%d points expected, more than the times asked for"
                                .formatted(values.size()));
            }
            values.get(i).ifPresent(value -> wanted.add(new WantedPoint(t, value)));
        }
        List<EvalResult.Point> found = series.points();
        for (int i = 0; i < Math.min(wanted.size(), found.size()); i++) {
            WantedPoint want = wanted.get(i);
            if (want.tMillis() != found.get(i).tMillis()
                    || !equal(want.value(), found.get(i).value())) {
                return wrong(
                        "want %s at %d ms as point %d of %s, got %s (all: %s)"
                                .formatted(
                                        want.value(),
                                        want.tMillis(),
                                        i,
                                        series.labels(),
                                        found.get(i),
                                        found));
            }
        }
        return wanted.size() == found.size()
                ? Optional.empty()
                : wrong(
                        "want %d points of %s, got %d: %s"
                                .formatted(wanted.size(), series.labels(), found.size(), found));
    }

    private static Optional<String> missing(
            Map<LabelSet, List<Optional<Written>>> wanted, Set<LabelSet> seen) {
        for (Map.Entry<LabelSet, List<Optional<Written>>> series : wanted.entrySet()) {
            if (!seen.contains(series.getKey())) {
                return wrong(
                        "want series %s with %s".formatted(series.getKey(), series.getValue()));
            }
        }
        return Optional.empty();
    }

    private static boolean equal(Written wanted, SampleValue found) {
        return switch (wanted) {
            case Real(var value) -> found instanceof Real(var other) && equal(value, other);
            case Stale() -> isStale(found);
            case NativeHistogram histogram -> equal(histogram, found);
        };
    }

    /// Of a histogram that is only shown, all that is shown is compared.
    private static boolean equal(NativeHistogram wanted, SampleValue found) {
        HistogramValue histogram = wanted.histogram();
        return switch (found) {
            case NativeHistogram(var other, _) ->
                    equal(histogram, other)
                            && (!wanted.hintStated() || histogram.hint() == other.hint());
            case ShownHistogram shown -> ShownHistogram.of(histogram).isSameAs(shown);
            case Real _, Stale _ -> false;
        };
    }

    private static boolean isStale(SampleValue value) {
        return switch (value) {
            case Stale() -> true;
            case Real(var number) -> isStale(number);
            case NativeHistogram(var histogram, _) -> isStale(histogram.sum());
            case ShownHistogram(_, double sum, _) -> isStale(sum);
        };
    }

    private static boolean equal(HistogramValue wanted, HistogramValue found) {
        return wanted.schema() == found.schema()
                && equal(wanted.count(), found.count())
                && equal(wanted.sum(), found.sum())
                && wanted.customValues().equals(found.customValues())
                && wanted.zeroThreshold() == found.zeroThreshold()
                && equal(wanted.zeroCount(), found.zeroCount())
                && equal(wanted.positive(), found.positive())
                && equal(wanted.negative(), found.negative());
    }

    private static boolean equal(
            SortedMap<Integer, Double> wanted, SortedMap<Integer, Double> found) {
        SortedMap<Integer, Double> left = new TreeMap<>(wanted);
        SortedMap<Integer, Double> right = new TreeMap<>(found);
        left.values().removeIf(count -> count == 0);
        right.values().removeIf(count -> count == 0);
        Iterator<Double> counts = right.values().iterator();
        return left.keySet().equals(right.keySet())
                && left.values().stream().allMatch(count -> equal(count, counts.next()));
    }

    static boolean equal(double a, double b) {
        if (isStale(a) || isStale(b)) {
            return isStale(a) && isStale(b);
        }
        if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
            return true;
        }
        double magnitudes = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || magnitudes < Double.MIN_NORMAL) {
            return difference < EPSILON * Double.MIN_NORMAL;
        }
        return difference / Math.min(magnitudes, Double.MAX_VALUE) < EPSILON;
    }

    private static boolean isStale(double value) {
        return Double.doubleToRawLongBits(value) == SampleValue.STALE_BITS;
    }

    private static Optional<String> wrong(String problem) {
        return Optional.of(problem);
    }
}
