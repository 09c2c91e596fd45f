package io.tributary.promql.engine.numeric;

/// A sum that keeps what rounding loses (Kahan's, in Neumaier's form), as Prometheus adds
/// (`util/kahansum`). One of these holds one pair; reused.
public final class KahanSum {
    private double sum;
    private double lost;

    public void reset() {
        sum = 0;
        lost = 0;
    }

    public void add(double value) {
        double total = sum + value;
        if (Double.isInfinite(total)) {
            lost = 0;
        } else if (Math.abs(sum) >= Math.abs(value)) {
            lost += (sum - total) + value;
        } else {
            lost += (value - total) + sum;
        }
        sum = total;
    }

    public void set(double value, double compensation) {
        sum = value;
        lost = compensation;
    }

    public void copyFrom(KahanSum other) {
        set(other.sum, other.lost);
    }

    public void scale(double factor) {
        set(sum * factor, lost == 0 ? 0 : lost * factor);
    }

    public void divide(double divisor) {
        set(sum / divisor, lost == 0 ? 0 : lost / divisor);
    }

    public double sum() {
        return sum;
    }

    public double lost() {
        return lost;
    }

    public double total() {
        return sum + lost;
    }
}
