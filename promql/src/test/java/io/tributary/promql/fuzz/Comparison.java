package io.tributary.promql.fuzz;

import io.tributary.model.Labels;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.NaiveHistogram.Bucket;
import io.tributary.promql.reference.data.Outcome;
import io.tributary.promql.reference.data.Outcome.Row;
import io.tributary.promql.reference.data.Value;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Says where two outcomes differ.
///
/// Numbers are equal within a relative error of {@link #TOLERANCE}, NaN equals NaN. Failures are
/// equal if both blame the query or both the data. The order of rows counts where it is promised.
///
/// @param ordered whether it is promised
/// @param floor absolute differences up to here are none
public record Comparison(boolean ordered, double floor) {
    static final double TOLERANCE = 1e-9;

    /// What is wrong with `found`; nothing if one of them is open or unknown.
    public Optional<String> difference(Outcome wanted, Outcome found) {
        return switch (wanted) {
            case Outcome.Open _, Outcome.Unknown _ -> Optional.empty();
            case Outcome.Broken(var how) -> Optional.of("the judge broke down: " + how);
            case Outcome.Failed failed -> failure(failed, found);
            case Outcome.Rows rows ->
                    switch (found) {
                        case Outcome.Open _, Outcome.Unknown _ -> Optional.empty();
                        case Outcome.Broken(var how) -> Optional.of("broke down: " + how);
                        case Outcome.Failed(_, var why) -> Optional.of("failed: " + why);
                        case Outcome.Rows other -> rows(rows, other);
                    };
        };
    }

    private static Optional<String> failure(Outcome.Failed wanted, Outcome found) {
        return switch (found) {
            case Outcome.Open _, Outcome.Unknown _ -> Optional.empty();
            case Outcome.Broken(var how) -> Optional.of("broke down: " + how);
            case Outcome.Failed(var badData, _) when badData == wanted.badData() ->
                    Optional.empty();
            case Outcome.Failed failed ->
                    Optional.of("another failure: " + failed + ", want: " + wanted.why());
            case Outcome.Rows rows ->
                    Optional.of("want a failure: " + wanted.why() + ", got " + rows);
        };
    }

    private Optional<String> rows(Outcome.Rows wanted, Outcome.Rows found) {
        if (wanted.shape() != found.shape()) {
            return Optional.of("a %s, want a %s".formatted(found.shape(), wanted.shape()));
        }
        if (ordered && wanted.shape() == Outcome.Shape.VECTOR) {
            List<Labels> order = wanted.rows().stream().map(Row::labels).toList();
            List<Labels> other = found.rows().stream().map(Row::labels).toList();
            if (!order.equals(other)) {
                return Optional.of("the order " + other + ", want " + order);
            }
        }
        Map<Labels, SortedMap<Long, Value>> left = byLabels(wanted);
        Map<Labels, SortedMap<Long, Value>> right = byLabels(found);
        if (right.size() < found.rows().size()) {
            return Optional.of("the same labels twice in " + found.rows());
        }
        if (!left.keySet().equals(right.keySet())) {
            return Optional.of("series %s, want %s".formatted(right.keySet(), left.keySet()));
        }
        for (Map.Entry<Labels, SortedMap<Long, Value>> row : left.entrySet()) {
            SortedMap<Long, Value> other = right.getOrDefault(row.getKey(), new TreeMap<>());
            if (!equal(row.getValue(), other)) {
                return Optional.of(
                        "%s: %s, want %s".formatted(row.getKey(), other, row.getValue()));
            }
        }
        return Optional.empty();
    }

    private static Map<Labels, SortedMap<Long, Value>> byLabels(Outcome.Rows rows) {
        Map<Labels, SortedMap<Long, Value>> map = new TreeMap<>();
        rows.rows().forEach(row -> map.put(row.labels(), row.points()));
        return map;
    }

    private boolean equal(SortedMap<Long, Value> left, SortedMap<Long, Value> right) {
        Iterator<Value> others = right.values().iterator();
        return left.keySet().equals(right.keySet())
                && left.values().stream().allMatch(value -> equal(value, others.next()));
    }

    private boolean equal(Value left, Value right) {
        return switch (left) {
            case Value.Real(var a) -> right instanceof Value.Real(var b) && equal(a, b);
            case Value.Histogram(var a) -> right instanceof Value.Histogram(var b) && equal(a, b);
        };
    }

    /// By what the API shows: counts, sums and the buckets that hold something.
    private boolean equal(NaiveHistogram left, NaiveHistogram right) {
        List<Bucket> these = holding(left);
        List<Bucket> those = holding(right);
        boolean equal =
                equal(left.count(), right.count())
                        && equal(left.sum(), right.sum())
                        && these.size() == those.size();
        for (int i = 0; i < these.size() && equal; i++) {
            equal =
                    equal(these.get(i).lower(), those.get(i).lower())
                            && equal(these.get(i).upper(), those.get(i).upper())
                            && equal(these.get(i).count(), those.get(i).count());
        }
        return equal;
    }

    /// Where the counts are not finite, a bucket of NaN may have been an empty one, which a store
    /// keeps or does not.
    private static List<Bucket> holding(NaiveHistogram histogram) {
        boolean finite = Double.isFinite(histogram.count());
        double least = finite ? TOLERANCE * Math.abs(histogram.count()) : 0;
        return histogram.buckets().stream()
                .filter(b -> Math.abs(b.count()) > least || (finite && Double.isNaN(b.count())))
                .toList();
    }

    private boolean equal(double a, double b) {
        if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
            return true;
        }
        double difference = Math.abs(a - b);
        boolean finite = !Double.isInfinite(a) && !Double.isInfinite(b);
        double allowed = TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
        return finite && (difference <= allowed || difference <= floor);
    }
}
