package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.promql.engine.functions.HistogramQuestion.Variant;
import io.tributary.promql.engine.histogram.Distribution;
import io.tributary.promql.engine.histogram.HistogramNotes;
import io.tributary.promql.engine.numeric.ClassicHistogram;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `histogram_quantile`, `histogram_quantiles` and `histogram_fraction`: an answer for each native
/// histogram and for each classic one. Which series hold native histograms is known only when all
/// samples were seen.
final class OverBuckets implements Operator {
    private sealed interface Source {
        record OfNative(HistogramInput.Native histogram) implements Source {}

        record OfClassic(HistogramInput.Classic histogram) implements Source {}
    }

    private record Output(Labels labels, Source source, Variant variant) {}

    private final QueryContext context;
    private final HistogramQuestion question;
    private final Operator input;
    private final int steps;
    private final Place place;
    private final HistogramNotes notes;
    private final ForcedMonotonicity forced;
    private final ClassicHistogram classic = new ClassicHistogram();
    private final Distribution distribution = new Distribution();
    private final List<Output> outputs = new ArrayList<>();
    private boolean read;
    private int nextOutput;

    /// @param place where the vector stands in the query
    OverBuckets(
            QueryContext context,
            HistogramQuestion question,
            Operator input,
            int steps,
            Place place,
            ForcedMonotonicity forced) {
        this.context = context;
        this.question = question;
        this.input = input;
        this.steps = steps;
        this.place = place;
        this.notes = new HistogramNotes(context.annotations(), place);
        this.forced = forced;
    }

    @Override
    public Kind kind() {
        return Kind.BARRIER;
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!read) {
            read = true;
            read();
        }
        return outputs.stream().map(Output::labels).toList();
    }

    @Override
    public void next(Column into) throws IOException {
        context.check();
        Output output = outputs.get(nextOutput++);
        into.clear();
        into.dropsName(true);
        for (int step = 0; step < steps; step++) {
            if (question.asks(output.variant(), step)) {
                answer(output, step, into);
            }
        }
    }

    private void answer(Output output, int step, Column into) throws IOException {
        switch (output.source()) {
            case Source.OfNative(HistogramInput.Native(Labels labels, Column column)) -> {
                if (column.hasHistogram(step)) {
                    distribution.of(column.histogram(step));
                    into.set(
                            step,
                            question.ofNative(
                                    distribution,
                                    output.variant(),
                                    step,
                                    notes,
                                    context.toldName(labels)));
                }
            }
            case Source.OfClassic(HistogramInput.Classic histogram) -> {
                histogram.fill(step, classic);
                if (classic.size() > 0) {
                    into.set(step, question.ofClassic(classic, output.variant(), step));
                    if (classic.forcedMonotonic()) {
                        forced.add(context.toldName(histogram.labels()), step, classic);
                    }
                }
            }
        }
    }

    private void read() throws IOException {
        question.checkQuantiles(context.annotations(), steps);
        HistogramInput histograms = HistogramInput.read(context, input, steps, place);
        for (Variant variant : question.variants(steps)) {
            for (HistogramInput.Native each : histograms.natives()) {
                Labels labels = labels(each.labels(), variant);
                outputs.add(new Output(labels, new Source.OfNative(each), variant));
            }
            for (HistogramInput.Classic each : histograms.classics()) {
                Labels labels = labels(each.labels(), variant);
                outputs.add(new Output(labels, new Source.OfClassic(each), variant));
            }
        }
    }

    private Labels labels(Labels of, Variant variant) {
        Labels named = context.namesRemovedLate() ? of : QueryContext.dropName(of);
        return question.label().isEmpty()
                ? named
                : named.toBuilder().set(question.label().get(), variant.value()).build();
    }
}
