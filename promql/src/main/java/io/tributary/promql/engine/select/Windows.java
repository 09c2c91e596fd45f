package io.tributary.promql.engine.select;

import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.count.StepCounts;
import io.tributary.promql.engine.count.Weights;

/// The windows of a range: one at each step of a grid.
///
/// @param input their samples
/// @param moments when they end
/// @param rangeMillis how long they are
/// @param reach how far beside them is read
public record Windows(RangeInput input, Moments moments, long rangeMillis, Reach reach) {
    /// Counts what the windows take of one series, where that is asked for. Values of a subquery
    /// have been read by its inside.
    ///
    /// @param samples as the input gave them
    public void count(SampleColumn samples) {
        StepCounts counts = moments.counts();
        if (counts.isOff()) {
            return;
        }
        long[] weights = Weights.sums(samples);
        int from = 0;
        int to = 0;
        int known = 0;
        for (int step = 0; step < moments.steps(); step++) {
            long end = moments.time(step) + reach.behindMillis();
            to = firstBehind(samples, to, end);
            from =
                    firstBehind(
                            samples, from, moments.time(step) - rangeMillis - reach.beforeMillis());
            if (step > 0) {
                long endBefore = end - moments.grid().stepMillis();
                known = moments.at().isPresent() ? to : firstBehind(samples, known, endBefore);
            }
            long read = weights[to] - weights[Math.max(from, known)];
            counts.add(step, weights[to] - weights[from], input.isStored() ? read : 0);
        }
    }

    /// Likewise for the only window of a query that asks for a range.
    ///
    /// @param answered the samples in the window
    public void countAnswer(SampleColumn answered) {
        StepCounts counts = moments.counts();
        if (counts.isOff()) {
            return;
        }
        if (!input.isStored()) {
            counts.answersInner();
            return;
        }
        long weight = Weights.sums(answered)[answered.size()];
        counts.add(0, weight, weight);
    }

    private static int firstBehind(SampleColumn samples, int from, long timeMillis) {
        int index = from;
        while (index < samples.size() && samples.time(index) <= timeMillis) {
            index++;
        }
        return index;
    }
}
