package io.tributary.promql.engine.aggregate;

import io.tributary.promql.engine.operator.QueryContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The best few of one group at each step, as heaps whose root is the worst of them; NaN is worse
/// than any number. Of equals the earlier stays, as in Prometheus.
final class Picks {
    private static final int BYTES_PER_PICK = 12;

    private final QueryContext context;
    private final boolean greatest;
    private final int[][] series;
    private final double[][] values;
    private final int[] counts;

    Picks(QueryContext context, boolean greatest, int steps) {
        context.hold(20L * steps, "topk");
        this.context = context;
        this.greatest = greatest;
        this.series = new int[steps][];
        this.values = new double[steps][];
        this.counts = new int[steps];
    }

    int count(int step) {
        return counts[step];
    }

    int series(int step, int index) {
        return series[step][index];
    }

    double value(int step, int index) {
        return values[step][index];
    }

    /// Takes the series in if it is among the best `most` so far.
    void offer(int step, int offered, double value, int most) {
        int count = counts[step];
        if (count < most) {
            grow(step, most);
            counts[step]++;
            put(step, count, offered, value);
            siftUp(step, count);
            return;
        }
        double worst = values[step][0];
        boolean better = greatest ? worst < value : worst > value;
        if (better || (Double.isNaN(worst) && !Double.isNaN(value))) {
            put(step, 0, offered, value);
            siftDown(step);
        }
    }

    /// The picks of a step, best first; equals in the order of their series. Indexes for {@link
    /// #series} and {@link #value}.
    List<Integer> ranking(int step) {
        List<Integer> ranking = new ArrayList<>(counts[step]);
        for (int i = 0; i < counts[step]; i++) {
            ranking.add(i);
        }
        ranking.sort((left, right) -> {
            if (isWorse(value(step, right), value(step, left))) {
                return -1;
            }
            return isWorse(value(step, left), value(step, right))
                    ? 1
                    : Integer.compare(series(step, left), series(step, right));
        });
        return ranking;
    }

    private boolean isWorse(double left, double right) {
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Double.isNaN(left) && !Double.isNaN(right);
        }
        return greatest ? left < right : left > right;
    }

    private void grow(int step, int most) {
        int length = series[step] == null ? 0 : series[step].length;
        if (counts[step] < length) {
            return;
        }
        int grown = Math.min(most, Math.max(2, 2 * length));
        context.hold((long) BYTES_PER_PICK * (grown - length), "topk");
        series[step] = length == 0 ? new int[grown] : Arrays.copyOf(series[step], grown);
        values[step] = length == 0 ? new double[grown] : Arrays.copyOf(values[step], grown);
    }

    private void siftUp(int step, int from) {
        int child = from;
        while (child > 0) {
            int parent = (child - 1) / 2;
            if (!isWorse(values[step][child], values[step][parent])) {
                return;
            }
            swap(step, child, parent);
            child = parent;
        }
    }

    private void siftDown(int step) {
        int parent = 0;
        while (true) {
            int child = 2 * parent + 1;
            if (child >= counts[step]) {
                return;
            }
            if (child + 1 < counts[step] && isWorse(values[step][child + 1], values[step][child])) {
                child++;
            }
            if (!isWorse(values[step][child], values[step][parent])) {
                return;
            }
            swap(step, child, parent);
            parent = child;
        }
    }

    private void swap(int step, int left, int right) {
        int heldSeries = series[step][left];
        double held = values[step][left];
        put(step, left, series[step][right], values[step][right]);
        put(step, right, heldSeries, held);
    }

    private void put(int step, int index, int of, double value) {
        series[step][index] = of;
        values[step][index] = value;
    }
}
