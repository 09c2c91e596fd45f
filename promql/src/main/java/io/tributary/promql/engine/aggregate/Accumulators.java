package io.tributary.promql.engine.aggregate;

import io.tributary.promql.engine.numeric.Quantile;
import java.util.Arrays;

/// The states of the aggregations that fold (Prometheus: `groupedAggregation` in
/// `promql/engine.go`).
final class Accumulators {
    private Accumulators() {}

    /// Compensated; once the sum is infinite nothing is compensated any more.
    static final class Sum implements Accumulator {
        private final double[] sums;
        private final double[] lost;

        Sum(int steps) {
            sums = new double[steps];
            lost = new double[steps];
        }

        @Override
        public void add(int step, double value, boolean first) {
            if (first) {
                sums[step] = value;
                return;
            }
            double sum = sums[step];
            double total = sum + value;
            if (Double.isInfinite(total)) {
                lost[step] = 0;
            } else if (Math.abs(sum) >= Math.abs(value)) {
                lost[step] += (sum - total) + value;
            } else {
                lost[step] += (value - total) + sum;
            }
            sums[step] = total;
        }

        /// Here again, since the call in the interface has many targets.
        @Override
        public void addRun(double[] values, int from, int to) {
            for (int step = from; step < to; step++) {
                add(step, values[step], false);
            }
        }

        @Override
        public double result(int step) {
            return sums[step] + lost[step];
        }

        @Override
        public int bytesPerStep() {
            return 16;
        }
    }

    /// The compensated sum over the count, until the sum overflows; from there on incrementally. A
    /// negative count says so.
    static final class Average implements Accumulator {
        private final double[] sums;
        private final double[] lost;
        private final int[] counts;

        Average(int steps) {
            sums = new double[steps];
            lost = new double[steps];
            counts = new int[steps];
        }

        @Override
        public void add(int step, double value, boolean first) {
            if (first) {
                sums[step] = value;
                counts[step] = 1;
                return;
            }
            if (counts[step] > 0) {
                int count = ++counts[step];
                double sum = sums[step];
                double compensation = lost[step];
                addTo(step, value);
                if (!Double.isInfinite(sums[step])) {
                    return;
                }
                sums[step] = sum / (count - 1);
                lost[step] = compensation / (count - 1);
                counts[step] = -count;
            } else {
                counts[step]--;
            }
            double count = -counts[step];
            double share = (count - 1) / count;
            sums[step] *= share;
            lost[step] *= share;
            addTo(step, value / count);
        }

        private void addTo(int step, double value) {
            double sum = sums[step];
            double total = sum + value;
            if (Double.isInfinite(total)) {
                lost[step] = 0;
            } else if (Math.abs(sum) >= Math.abs(value)) {
                lost[step] += (sum - total) + value;
            } else {
                lost[step] += (value - total) + sum;
            }
            sums[step] = total;
        }

        @Override
        public double result(int step) {
            int count = counts[step];
            return count < 0 ? sums[step] + lost[step] : sums[step] / count + lost[step] / count;
        }

        @Override
        public int bytesPerStep() {
            return 20;
        }
    }

    /// The least or the greatest; NaN only where nothing else is.
    static final class Extreme implements Accumulator {
        private final double[] values;
        private final boolean greatest;

        Extreme(int steps, boolean greatest) {
            this.values = new double[steps];
            this.greatest = greatest;
        }

        @Override
        public void add(int step, double value, boolean first) {
            double held = values[step];
            if (first || Double.isNaN(held) || (greatest ? held < value : held > value)) {
                values[step] = value;
            }
        }

        @Override
        public double result(int step) {
            return values[step];
        }

        @Override
        public int bytesPerStep() {
            return 8;
        }
    }

    static final class Count implements Accumulator {
        private final int[] counts;

        Count(int steps) {
            counts = new int[steps];
        }

        @Override
        public void add(int step, double value, boolean first) {
            counts[step]++;
        }

        @Override
        public double result(int step) {
            return counts[step];
        }

        @Override
        public int bytesPerStep() {
            return 4;
        }
    }

    /// 1 wherever there is anything.
    static final class Presence implements Accumulator {
        @Override
        public void add(int step, double value, boolean first) {}

        @Override
        public double result(int step) {
            return 1;
        }

        @Override
        public int bytesPerStep() {
            return 0;
        }
    }

    /// Welford's, in input order.
    static final class Variance implements Accumulator {
        private final double[] means;
        private final double[] squares;
        private final int[] counts;
        private final boolean root;

        Variance(int steps, boolean root) {
            this.means = new double[steps];
            this.squares = new double[steps];
            this.counts = new int[steps];
            this.root = root;
        }

        @Override
        public void add(int step, double value, boolean first) {
            if (first) {
                counts[step] = 1;
                means[step] = value;
                squares[step] = Double.isFinite(value) ? 0 : Double.NaN;
                return;
            }
            int count = ++counts[step];
            double difference = value - means[step];
            means[step] += difference / count;
            squares[step] += difference * (value - means[step]);
        }

        @Override
        public double result(int step) {
            double variance = squares[step] / counts[step];
            return root ? Math.sqrt(variance) : variance;
        }

        @Override
        public int bytesPerStep() {
            return 20;
        }
    }

    /// All values of the group, since a quantile needs them.
    static final class Members implements Accumulator {
        private final double[][] values;
        private final int[] counts;
        private final StepParameter quantile;
        private final int members;

        /// @param members most values a step can get
        Members(int steps, int members, StepParameter quantile) {
            this.values = new double[steps][];
            this.counts = new int[steps];
            this.quantile = quantile;
            this.members = members;
        }

        @Override
        public void add(int step, double value, boolean first) {
            if (first) {
                values[step] = new double[Math.min(members, 4)];
            } else if (counts[step] == values[step].length) {
                values[step] =
                        Arrays.copyOf(values[step], Math.min(members, 2 * values[step].length));
            }
            values[step][counts[step]++] = value;
        }

        @Override
        public double result(int step) {
            return Quantile.of(quantile.at(step), values[step], counts[step]);
        }

        @Override
        public int bytesPerStep() {
            return 8 * members + 28;
        }
    }
}
