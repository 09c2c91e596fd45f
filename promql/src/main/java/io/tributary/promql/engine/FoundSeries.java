package io.tributary.promql.engine;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.EvaluationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Series of an answer by their labels, in order of first occurrence.
final class FoundSeries {
    private final Map<Labels, SampleColumn> found = new LinkedHashMap<>();

    /// Adds the samples of one series, one at least. Two become one where they have the same
    /// labels; a step of both is an error.
    void add(Labels labels, SampleColumn samples) {
        found.merge(labels, samples, FoundSeries::merged);
    }

    /// Both what was found here and what was found at later steps, in one of the two.
    FoundSeries with(FoundSeries later) {
        if (found.isEmpty()) {
            return later;
        }
        later.found.forEach(this::add);
        return this;
    }

    List<Outcome.Series> series() {
        return found.entrySet().stream()
                .map(entry -> new Outcome.Series(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static SampleColumn merged(SampleColumn lefts, SampleColumn rights) {
        SampleColumn both = new SampleColumn(lefts.size() + rights.size());
        int fromLeft = 0;
        int fromRight = 0;
        while (fromLeft < lefts.size() || fromRight < rights.size()) {
            boolean takeLeft =
                    fromRight == rights.size()
                            || (fromLeft < lefts.size()
                                    && lefts.time(fromLeft) <= rights.time(fromRight));
            if (takeLeft) {
                both.addFrom(lefts, fromLeft++);
            } else {
                both.addFrom(rights, fromRight++);
            }
            int last = both.size() - 1;
            if (last > 0 && both.time(last) == both.time(last - 1)) {
                throw EvaluationException.sameLabels();
            }
        }
        return both;
    }
}
