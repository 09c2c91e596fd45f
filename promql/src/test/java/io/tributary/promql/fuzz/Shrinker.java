package io.tributary.promql.fuzz;

import io.tributary.model.Labels;
import io.tributary.promql.fuzz.Trial.When;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.reference.data.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Makes a trial smaller for as long as it stays as it is: fewer steps, less of the query, fewer
/// series, fewer samples.
final class Shrinker {
    /// How many smaller trials are tried.
    private static final int ATTEMPTS_MAX = 4_000;

    private final Predicate<Trial> holds;
    private int attempts;

    /// @param holds what must stay true
    Shrinker(Predicate<Trial> holds) {
        this.holds = holds;
    }

    Trial shrink(Trial trial) {
        Trial smallest = trial;
        Optional<Trial> smaller = Optional.of(trial);
        while (smaller.isPresent()) {
            smallest = smaller.get();
            smaller = smaller(smallest);
        }
        return smallest;
    }

    private Optional<Trial> smaller(Trial trial) {
        return Stream.<Stream<Trial>>of(
                        times(trial), queries(trial), series(trial), samples(trial), values(trial))
                .flatMap(candidates -> candidates)
                .filter(this::holds)
                .findFirst();
    }

    private boolean holds(Trial trial) {
        return attempts++ < ATTEMPTS_MAX && holds.test(trial);
    }

    private static Stream<Trial> times(Trial trial) {
        return switch (trial.when()) {
            case When.Instant _ -> Stream.empty();
            case When.Range(var start, var end, var step) ->
                    start == end
                            ? Stream.of(trial.withWhen(new When.Instant(start)))
                            : Stream.of(
                                            new When.Instant(start),
                                            new When.Instant(end),
                                            new When.Range(start, start, step),
                                            new When.Range(start, end - step, step),
                                            new When.Range(start + step, end, step))
                                    .filter(Shrinker::isForward)
                                    .map(trial::withWhen);
        };
    }

    private static boolean isForward(When when) {
        return !(when instanceof When.Range(var start, var end, _) && end < start);
    }

    private static Stream<Trial> queries(Trial trial) {
        return Rewrites.of(trial.expr()).stream().map(trial::withQuery).filter(Shrinker::parses);
    }

    private static boolean parses(Trial trial) {
        try {
            trial.expr();
            return true;
        } catch (ParseException e) {
            return false; // a type that does not fit where it was put
        }
    }

    private static Stream<Trial> series(Trial trial) {
        List<Labels> all = List.copyOf(trial.data().series().keySet());
        return pieces(all).map(removed -> without(trial, removed));
    }

    private static Trial without(Trial trial, List<Labels> removed) {
        SortedMap<Labels, NavigableMap<Long, Value>> fewer = new TreeMap<>(trial.data().series());
        fewer.keySet().removeAll(removed);
        return trial.withData(trial.data().withSeries(fewer));
    }

    /// Runs of a list, the long ones first.
    private static <T> Stream<List<T>> pieces(List<T> list) {
        List<List<T>> pieces = new ArrayList<>();
        for (int size = (list.size() + 1) / 2; size >= 1; size /= 2) {
            for (int from = 0; from < list.size(); from += size) {
                pieces.add(list.subList(from, Math.min(list.size(), from + size)));
            }
        }
        return pieces.stream();
    }

    private static Stream<Trial> samples(Trial trial) {
        return trial.data().series().entrySet().stream()
                .flatMap(one ->
                        pieces(List.copyOf(one.getValue().keySet()))
                                .map(times -> withoutSamples(trial, one, times)));
    }

    private static Trial withoutSamples(
            Trial trial, Map.Entry<Labels, NavigableMap<Long, Value>> one, List<Long> times) {
        NavigableMap<Long, Value> fewer = new TreeMap<>(one.getValue());
        times.forEach(fewer::remove);
        return with(trial, one.getKey(), fewer);
    }

    private static Trial with(Trial trial, Labels labels, NavigableMap<Long, Value> samples) {
        SortedMap<Labels, NavigableMap<Long, Value>> changed = new TreeMap<>(trial.data().series());
        changed.put(labels, samples);
        return trial.withData(trial.data().withSeries(changed));
    }

    /// Ones in place of all numbers of a series.
    private static Stream<Trial> values(Trial trial) {
        return trial.data().series().entrySet().stream()
                .filter(one ->
                        one.getValue().values().stream()
                                .anyMatch(v -> !v.equals(new Value.Real(1))))
                .map(one -> {
                    NavigableMap<Long, Value> ones = new TreeMap<>();
                    one.getValue().keySet().forEach(t -> ones.put(t, new Value.Real(1)));
                    return with(trial, one.getKey(), ones);
                });
    }
}
