package io.tributary.promql.engine.operator;

/// The moments an expression is evaluated at: `count` of them, `stepMillis` apart.
///
/// @param isPart whether the time asked about is longer: they are some of more moments, evaluated
///   apart from the others, or there is no more than one because the step is too long
public record Grid(long startMillis, long stepMillis, int count, boolean isPart) {
    /// Most steps of one grid: what a subquery of a second over a hundred days has. Every series in
    /// hand takes 8 bytes for each.
    static final int STEPS_MAX = 10_000_000;

    public Grid {
        if (count < 0 || stepMillis <= 0) {
            throw new IllegalArgumentException("BUG: no grid: " + count + " of " + stepMillis);
        }
    }

    /// All the moments there are.
    public Grid(long startMillis, long stepMillis, int count) {
        this(startMillis, stepMillis, count, false);
    }

    /// From `startMillis` on, the last not behind `endMillis`; empty if that lies before.
    public static Grid between(long startMillis, long endMillis, long stepMillis) {
        long count = endMillis < startMillis ? 0 : (endMillis - startMillis) / stepMillis + 1;
        if (count > STEPS_MAX) {
            throw new EvaluationException(
                    "%d steps from %d to %d, at most %d are evaluated"
                            .formatted(count, startMillis, endMillis, STEPS_MAX));
        }
        return new Grid(
                startMillis, stepMillis, (int) count, count == 1 && endMillis > startMillis);
    }

    public long time(int step) {
        return startMillis + step * stepMillis;
    }

    public long lastTime() {
        return time(Math.max(0, count - 1));
    }

    /// Whether one moment is all there is: an instant query, a range of no length, or what is
    /// evaluated once.
    public boolean isSingle() {
        return count == 1 && !isPart;
    }

    /// Only the first moment: what does not change with time is evaluated there.
    public Grid first() {
        return new Grid(startMillis, stepMillis, 1);
    }

    /// Some of the moments: this one itself if it is all of them.
    ///
    /// @param first the number of the first
    public Grid slice(int first, int howMany) {
        return howMany == count ? this : new Grid(time(first), stepMillis, howMany, true);
    }
}
