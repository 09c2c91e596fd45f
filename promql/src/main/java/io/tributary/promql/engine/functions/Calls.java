package io.tributary.promql.engine.functions;

import io.tributary.model.Labels;
import io.tributary.model.relabel.Regex;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.operator.ScalarArguments;
import io.tributary.promql.engine.range.RangeCall;
import io.tributary.promql.engine.select.Windows;
import java.util.List;
import java.util.Optional;

/// Makes the operators of function calls on one grid. A place is where the argument spoken of
/// stands in the query, as `line:column`.
public final class Calls {
    private final QueryContext context;
    private final Grid grid;

    public Calls(QueryContext context, Grid grid) {
        this.context = context;
        this.grid = grid;
    }

    /// A function of a range; empty if there is none of this name.
    public Optional<Operator> ofRange(
            String name, Windows windows, List<Operator> scalars, Place place) {
        ScalarArguments arguments = arguments(scalars);
        return RangeCall.named(context, name, windows, arguments, place)
                .map(arguments::neverLeftOut)
                .map(call ->
                        context.namesRemovedLate() || name.equals("absent_over_time")
                                ? call
                                : Merged.ofRanges(context, call, grid.count(), place));
    }

    /// A function of each sample by itself; empty if there is none of this name.
    public Optional<Operator> ofSample(String name, Operator input, List<Operator> scalars) {
        ScalarArguments arguments = arguments(scalars);
        return MathFunctions.named(name)
                .or(() -> DateFunctions.named(name))
                .map(function -> ofFloats(input, function, arguments))
                .map(call -> name.equals("clamp") ? new Clamp(call, arguments) : call)
                .map(arguments::neverLeftOut)
                .or(() -> HistogramCall.named(name, context, input))
                .map(this::merged);
    }

    public Operator negated(Operator input) {
        return merged(
                new StepCall(
                        context,
                        input,
                        (value, none) -> -value,
                        arguments(List.of()),
                        StepCall.Histograms.NEGATED));
    }

    /// `timestamp` of what is not a selector: the step's own time.
    public Operator stepTimes(Operator input) {
        return merged(
                new StepCall(
                        context,
                        input,
                        (value, time) -> time[0],
                        arguments(List.of(Generated.time(grid))),
                        StepCall.Histograms.TAKEN));
    }

    /// The greater or the less of two scalars.
    public Operator extreme(boolean greatest, Operator left, Operator right) {
        StepFunction function =
                greatest
                        ? (value, other) -> MathFunctions.max(value, other[0])
                        : (value, other) -> MathFunctions.min(value, other[0]);
        return ofFloats(left, function, arguments(List.of(right)));
    }

    public Operator constant(double value) {
        return Generated.constant(value);
    }

    public Operator time() {
        return Generated.time(grid);
    }

    /// No value at any step; what is read for it may fail all the same.
    public Operator nothingOf(Operator input) {
        return new Emptied(context, input);
    }

    public Operator onlyValue(Operator input) {
        return new OnlyValue(context, input);
    }

    public Operator absent(Operator input, Labels labels) {
        return new Absent(context, input, labels);
    }

    public Operator labelReplace(
            Operator input, String target, String template, String source, Regex regex) {
        return Merged.unlessTheyMeet(
                context,
                Relabeled.replace(context, input, target, template, source, regex),
                grid.count());
    }

    public Operator labelJoin(
            Operator input, String target, String separator, List<String> sources) {
        return Merged.unlessTheyMeet(
                context, Relabeled.join(context, input, target, separator, sources), grid.count());
    }

    /// `sort`, `sort_desc`, `sort_by_label`, `sort_by_label_desc`.
    public Operator sort(String name, Operator input, List<String> labels, Place place) {
        if (!grid.isSingle()) {
            context.annotations()
                    .warn(
                            "sort is ineffective for range queries since results are always ordered"
                                    + " by labels",
                            place);
            return name.startsWith("sort_by_label") ? input : new FloatsOnly(input);
        }
        boolean descending = name.endsWith("_desc");
        return name.startsWith("sort_by_label")
                ? Sorted.byLabels(context, input, labels, descending)
                : Sorted.byValue(context, input, descending);
    }

    public Operator histogramQuantile(
            Operator quantile, Operator input, Place quantilePlace, Place place) {
        HistogramQuestion question =
                HistogramQuestion.quantile(arguments(List.of(quantile)), quantilePlace);
        return overBuckets(question, input, place);
    }

    /// Several quantiles at once, told apart by a label.
    ///
    /// @param places where each quantile stands in the query
    public Operator histogramQuantiles(
            Operator input,
            String label,
            List<Operator> quantiles,
            List<Place> places,
            Place place) {
        HistogramQuestion question =
                HistogramQuestion.quantiles(arguments(quantiles), label, places);
        return overBuckets(question, input, place);
    }

    public Operator histogramFraction(Operator lower, Operator upper, Operator input, Place place) {
        HistogramQuestion question = HistogramQuestion.fraction(arguments(List.of(lower, upper)));
        return overBuckets(question, input, place);
    }

    private Operator overBuckets(HistogramQuestion question, Operator input, Place place) {
        Operator answers =
                new OverBuckets(
                        context,
                        question,
                        input,
                        grid.count(),
                        place,
                        new ForcedMonotonicity(context, grid, place));
        return merged(question.arguments().neverLeftOut(answers));
    }

    /// Series that lost their names may be one series now. Where names are removed late, at one
    /// step, that is for the end to say.
    public Operator merged(Operator operator) {
        return context.namesRemovedLate() && grid.isSingle()
                ? operator
                : Merged.unlessTheyMeet(context, operator, grid.count());
    }

    private Operator ofFloats(Operator input, StepFunction function, ScalarArguments scalars) {
        return new StepCall(context, input, function, scalars, StepCall.Histograms.LEFT_OUT);
    }

    private ScalarArguments arguments(List<Operator> scalars) {
        return new ScalarArguments(scalars, grid.count());
    }
}
