package io.tributary.promql.engine.binary;

import io.tributary.model.Labels;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.operator.ScalarArguments;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A vector and a scalar, in either order. A filter lets the vector's values through.
final class WithScalar implements Operator {
    private final QueryContext context;
    private final Rule rule;
    private final Operator vector;
    private final ScalarArguments scalar;
    private final boolean scalarLeft;
    private final Place place;
    private final SamplePair own;
    private final HistogramNotes notes;

    WithScalar(
            QueryContext context,
            Rule rule,
            Operator vector,
            ScalarArguments scalar,
            boolean scalarLeft,
            Place place) {
        this.context = context;
        this.rule = rule;
        this.vector = vector;
        this.scalar = scalar;
        this.scalarLeft = scalarLeft;
        this.place = place;
        this.own = new SamplePair(rule);
        this.notes = notes(context);
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() throws IOException {
        return dropsName() ? context.dropNames(vector.shape()) : vector.shape();
    }

    @Override
    public void next(Column into) throws IOException {
        vector.next(into);
        apply(scalar, own, notes, into);
    }

    @Override
    public Optional<Lane> lane(QueryContext other) throws IOException {
        SamplePair pair = new SamplePair(rule);
        HistogramNotes others = notes(other);
        return scalar.behind(
                vector.lane(other), (numbers, into) -> apply(numbers, pair, others, into));
    }

    private HistogramNotes notes(QueryContext told) {
        return new HistogramNotes(told.annotations(), place);
    }

    private void apply(ScalarArguments other, SamplePair pair, HistogramNotes told, Column into)
            throws IOException {
        if (dropsName()) {
            into.dropsName(true);
        }
        if (into.mayHaveHistograms() || !rule.takesFloats()) {
            applyToSamples(other, pair, told, into);
            return;
        }
        for (int step = 0; step < into.steps(); step++) {
            if (into.isPresent(step)) {
                double value = into.value(step);
                double number = other.at(step)[0];
                into.remove(step);
                rule.write(
                        into,
                        step,
                        scalarLeft ? number : value,
                        scalarLeft ? value : number,
                        value);
            }
        }
    }

    private void applyToSamples(
            ScalarArguments other, SamplePair pair, HistogramNotes told, Column into)
            throws IOException {
        SamplePair.Operand sample = scalarLeft ? pair.right() : pair.left();
        SamplePair.Operand number = scalarLeft ? pair.left() : pair.right();
        for (int step = 0; step < into.steps(); step++) {
            if (into.isPresent(step)) {
                sample.take(into, step);
                number.take(other.at(step)[0]);
                into.remove(step);
                if (pair.combine()) {
                    pair.write(into, step, sample);
                }
                pair.note().tell(told, rule.operator());
            }
        }
    }

    private boolean dropsName() {
        return rule.changesMeaning() || rule.returnBool();
    }
}
