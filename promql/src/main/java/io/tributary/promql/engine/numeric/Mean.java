package io.tributary.promql.engine.numeric;

/// A mean of values given one by one, as Prometheus computes it: the compensated sum over the
/// count, until the sum overflows; from there on incrementally. Reused.
public final class Mean {
    private final KahanSum sum = new KahanSum();
    private double count;
    private boolean incremental;

    public void reset() {
        sum.reset();
        count = 0;
        incremental = false;
    }

    public void add(double value) {
        count++;
        if (count == 1) {
            sum.set(value, 0);
            return;
        }
        if (!incremental) {
            double before = sum.sum();
            double lost = sum.lost();
            sum.add(value);
            if (!Double.isInfinite(sum.sum())) {
                return;
            }
            incremental = true;
            sum.set(before / (count - 1), lost / (count - 1));
        }
        double share = (count - 1) / count;
        sum.set(share * sum.sum(), share * sum.lost());
        sum.add(value / count);
    }

    /// The mean of what was added; something at least was.
    public double mean() {
        return incremental ? sum.total() : sum.sum() / count + sum.lost() / count;
    }
}
