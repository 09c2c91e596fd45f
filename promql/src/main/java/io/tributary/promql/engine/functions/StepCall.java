package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.promql.engine.histogram.HistogramSum;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.operator.ScalarArguments;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A function of each sample by itself; its result means something else, so the name goes.
final class StepCall implements Operator {
    /// What becomes of histograms.
    enum Histograms {
        /// The function has no result there.
        LEFT_OUT,
        /// They are as good as floats: the value does not matter.
        TAKEN,
        NEGATED
    }

    private final QueryContext context;
    private final Operator input;
    private final StepFunction function;
    private final ScalarArguments arguments;
    private final Histograms histograms;

    StepCall(
            QueryContext context,
            Operator input,
            StepFunction function,
            ScalarArguments arguments,
            Histograms histograms) {
        this.context = context;
        this.input = input;
        this.function = function;
        this.arguments = arguments;
        this.histograms = histograms;
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() throws IOException {
        return context.dropNames(input.shape());
    }

    @Override
    public void next(Column into) throws IOException {
        input.next(into);
        apply(arguments, into);
    }

    @Override
    public Optional<Lane> lane(QueryContext own) throws IOException {
        return arguments.behind(input.lane(own), this::apply);
    }

    private void apply(ScalarArguments scalars, Column into) throws IOException {
        into.dropsName(true);
        for (int step = 0; step < into.steps(); step++) {
            if (!into.isPresent(step)) {
                continue;
            }
            if (into.isHistogram(step) && histograms != Histograms.TAKEN) {
                applyToHistogram(step, into);
            } else {
                into.set(step, function.apply(into.value(step), scalars.at(step)));
            }
        }
    }

    private void applyToHistogram(int step, Column into) {
        if (histograms == Histograms.LEFT_OUT) {
            into.remove(step);
            return;
        }
        HistogramSum negated = new HistogramSum(into.histogram(step));
        negated.scale(-1);
        into.set(step, negated.result());
    }
}
