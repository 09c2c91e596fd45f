package io.tributary.promql.engine.count;

import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.QueryContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// The samples that a part of a query takes at each of its steps, as Prometheus counts them
/// (`util/stats/query_stats.go`, `promql/engine.go`): for statistics that somebody asked for.
///
/// A step *takes* what it looks at: the newest sample of a series, or all in a window. What it
/// *reads* is what no step before it took. A histogram counts for as many samples as its bytes
/// would make. What is evaluated on other steps is a part of its own, and comes to these at the
/// end:
///
/// ```
///               taken                               read
/// once          all of it, at every step            all of it, at the first step
/// subquery      nothing: its values are counted     at the first step whose window has the
///               where a window has them             subquery's step, if there is one
/// ```
///
/// Counted from what a series' evaluation used and made, after it: who evaluates does not count.
/// Parts are made by one thread, while the query is planned; counting is safe from any.
public final class StepCounts {
    /// Counts nothing.
    public static final StepCounts OFF = new StepCounts(new Grid(0, 1, 0), new AtomicLongArray(0));

    private static final String CONSUMER = "samples counted by step";

    private final Grid grid;

    /// Of each step what it took, then of each what it read.
    private final AtomicLongArray counts;

    /// Of what is evaluated at one step for all.
    private final List<StepCounts> once = new ArrayList<>();

    private final List<Inner> inner = new ArrayList<>();
    private boolean answersInner;

    /// A subquery's inside.
    private record Inner(StepCounts counts, long offsetMillis, long rangeMillis) {}

    private StepCounts(Grid grid, AtomicLongArray counts) {
        this.grid = grid;
        this.counts = counts;
    }

    /// Of what is evaluated on `grid`, on the query's budget.
    public static StepCounts of(Grid grid, QueryContext context) {
        context.hold(16L * grid.count(), CONSUMER);
        return new StepCounts(grid, new AtomicLongArray(2 * grid.count()));
    }

    /// Of some of these steps, which are evaluated apart from the others.
    public StepCounts forSlice(Grid slice, QueryContext context) {
        return isOff() ? this : of(slice, context);
    }

    /// Takes over what a slice counted, parts included: each has read what it took, whatever the
    /// others did.
    ///
    /// @param first the number here of the slice's first step
    public void addSlice(int first, StepCounts slice) {
        if (isOff()) {
            return;
        }
        long[] taken = slice.taken();
        long[] read = slice.read();
        for (int step = 0; step < taken.length; step++) {
            add(first + step, taken[step], read[step]);
        }
    }

    /// Of what is evaluated at the first step only.
    public StepCounts once(QueryContext context) {
        if (isOff()) {
            return this;
        }
        StepCounts made = of(grid.first(), context);
        once.add(made);
        return made;
    }

    /// Of a subquery's inside, evaluated on `steps`.
    ///
    /// @param offsetMillis how long before a step of these the window ends that looks at its values
    public StepCounts inner(Grid steps, long rangeMillis, long offsetMillis, QueryContext context) {
        if (isOff()) {
            return this;
        }
        StepCounts made = of(steps, context);
        inner.add(new Inner(made, offsetMillis, rangeMillis));
        return made;
    }

    /// Whether nobody asked.
    public boolean isOff() {
        return grid.count() == 0;
    }

    /// One series of an instant selector: at each step one sample at most.
    public void addNewest(Column values) {
        if (isOff()) {
            return;
        }
        for (int step = 0; step < grid.count(); step++) {
            if (values.isPresent(step)) {
                long weight = values.isHistogram(step) ? Weights.of(values.histogram(step)) : 1;
                add(step, weight, weight);
            }
        }
    }

    /// Counts at a step what it took, and what of it no step before it had.
    public void add(int step, long taken, long read) {
        counts.addAndGet(step, taken);
        counts.addAndGet(grid.count() + step, read);
    }

    /// The query's answer is a subquery's values: what its inside took is taken at the only step.
    public void answersInner() {
        answersInner = true;
    }

    /// What the steps took, parts included. To be asked for when the query is over.
    public long[] taken() {
        long[] all = new long[grid.count()];
        long everywhere = once.stream().mapToLong(part -> sum(part.taken())).sum();
        for (int step = 0; step < all.length; step++) {
            all[step] = counts.get(step) + everywhere;
        }
        if (answersInner) {
            all[0] += inner.stream().mapToLong(part -> sum(part.counts.taken())).sum();
        }
        return all;
    }

    /// What they read, parts included; likewise.
    public long[] read() {
        long[] all = new long[grid.count()];
        for (int step = 0; step < all.length; step++) {
            all[step] = counts.get(all.length + step);
        }
        if (all.length > 0) {
            all[0] += once.stream().mapToLong(part -> sum(part.read())).sum();
            inner.forEach(part -> addRead(part, all));
        }
        return all;
    }

    private void addRead(Inner part, long[] all) {
        long[] read = part.counts.read();
        if (all.length == 1) {
            all[0] += sum(read);
            return;
        }
        for (int i = 0; i < read.length; i++) {
            long time = part.counts.grid.time(i) + part.offsetMillis;
            long steps = Math.ceilDiv(time - grid.startMillis(), grid.stepMillis());
            int step = Math.clamp(steps, 0, all.length - 1);
            if (time > grid.time(step) - part.rangeMillis) {
                all[step] += read[i];
            }
        }
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }
}
