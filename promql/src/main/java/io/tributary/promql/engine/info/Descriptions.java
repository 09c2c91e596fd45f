package io.tributary.promql.engine.info;

import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.QueryContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which series describes an identity under a name, at each step: the one with the newest sample.
final class Descriptions {
    private static final long BYTES_PER_STEP = 12;

    /// One name and identity.
    private final class Newest {
        /// The series' number and 1; 0 where there is none.
        private final int[] series = new int[steps];

        private final double[] times = new double[steps];

        Newest() {
            context.hold(BYTES_PER_STEP * steps, "info");
        }
    }

    private final QueryContext context;
    private final int steps;
    private final FirstFailure failure;
    private final List<Labels> labels = new ArrayList<>();
    private final Map<Labels, SortedMap<String, Newest>> found = new HashMap<>();

    Descriptions(QueryContext context, int steps, FirstFailure failure) {
        this.context = context;
        this.steps = steps;
        this.failure = failure;
    }

    /// Takes a series in.
    ///
    /// @param times when its samples were taken, in milliseconds
    /// @param wanted a bit for each step at which there is something to describe
    void add(Labels series, Column times, long[] wanted) {
        times.keep(wanted);
        if (times.isEmpty()) {
            return;
        }
        labels.add(series);
        Newest newest =
                found.computeIfAbsent(Identity.of(series), identity -> new TreeMap<>())
                        .computeIfAbsent(series.metricName(), name -> new Newest());
        for (int step = 0; step < steps; step++) {
            if (times.isPresent(step)) {
                offer(newest, labels.size(), times.value(step), step);
            }
        }
    }

    private void offer(Newest newest, int number, double time, int step) {
        int before = newest.series[step];
        if (before != 0 && newest.times[step] == time) {
            failure.at(
                    step,
                    "found duplicate series for info metric: existing %s @ %d, new %s @ %2$d"
                            .formatted(
                                    labels.get(before - 1), (long) time, labels.get(number - 1)));
        }
        if (before == 0 || newest.times[step] < time) {
            newest.series[step] = number;
            newest.times[step] = time;
        }
    }

    /// For each name under which the identity is described, in order, the numbers of the series
    /// that do so at the steps; 0 for none.
    List<int[]> numbers(Labels identity) {
        Collection<Newest> names = found.getOrDefault(identity, new TreeMap<>()).values();
        return names.stream().map(newest -> newest.series).toList();
    }

    /// The series of a number.
    Labels series(int number) {
        return labels.get(number - 1);
    }
}
