package io.tributary.promql.engine.aggregate;

import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntFunction;

/// Makes the operators of aggregations on one grid.
public final class Aggregations {
    private final QueryContext context;
    private final Grid grid;
    private final Place place;
    private final Place inputPlace;

    /// @param place where the aggregation stands in the query
    /// @param inputPlace where what it aggregates stands
    public Aggregations(QueryContext context, Grid grid, Place place, Place inputPlace) {
        this.context = context;
        this.grid = grid;
        this.place = place;
        this.inputPlace = inputPlace;
    }

    /// An aggregation without parameter; empty if there is none of this name.
    public Optional<Operator> plain(String name, Operator input, Grouping grouping) {
        return states(name)
                .map(made -> new Fold(context, input, grouping, new Plain(made), name, inputPlace));
    }

    /// The quantile of the parameter.
    ///
    /// @param parameterPlace where the parameter stands in the query
    public Operator quantile(
            Operator input, Grouping grouping, Operator parameter, Place parameterPlace) {
        Quantiles states = new Quantiles(parameter, parameterPlace);
        return new Fold(context, input, grouping, states, "quantile", inputPlace);
    }

    /// `topk` (the greatest) or `bottomk` (the least).
    public Operator top(Operator input, Grouping grouping, Operator parameter, boolean greatest) {
        return new TopK(context, input, grouping, parameter, greatest, grid, place);
    }

    public Operator limit(Operator input, Grouping grouping, Operator parameter) {
        return new LimitK(context, input, grouping, parameter);
    }

    /// `limit_ratio`.
    ///
    /// @param place where the parameter stands in the query
    public Operator share(Operator input, Operator parameter, Place place) {
        return new LimitRatio(context, input, parameter, place);
    }

    public Operator countValues(Operator input, Grouping grouping, String label) {
        return new CountValues(context, input, grouping, label, grid.count());
    }

    private static Optional<IntFunction<Accumulator>> states(String name) {
        return switch (name) {
            case "sum" -> Optional.of(Accumulators.Sum::new);
            case "avg" -> Optional.of(Accumulators.Average::new);
            case "min" -> Optional.of(steps -> new Accumulators.Extreme(steps, false));
            case "max" -> Optional.of(steps -> new Accumulators.Extreme(steps, true));
            case "count" -> Optional.of(Accumulators.Count::new);
            case "group" -> Optional.of(steps -> new Accumulators.Presence());
            case "stddev" -> Optional.of(steps -> new Accumulators.Variance(steps, true));
            case "stdvar" -> Optional.of(steps -> new Accumulators.Variance(steps, false));
            default -> Optional.empty();
        };
    }

    private record Plain(IntFunction<Accumulator> accumulator) implements Fold.States {
        @Override
        public void begin(int steps) {}

        @Override
        public Accumulator of(int steps, int members) {
            return accumulator.apply(steps);
        }
    }

    /// Shares the parameter, evaluated once, between the groups.
    private final class Quantiles implements Fold.States {
        private final Operator operator;
        private final Place place;
        private Optional<StepParameter> parameter = Optional.empty();

        Quantiles(Operator operator, Place place) {
            this.operator = operator;
            this.place = place;
        }

        @Override
        public void begin(int steps) throws IOException {
            StepParameter evaluated = StepParameter.of(operator, steps);
            evaluated.warnOfQuantiles(context, place);
            parameter = Optional.of(evaluated);
        }

        @Override
        public Accumulator of(int steps, int members) {
            return new Accumulators.Members(steps, members, parameter.orElseThrow());
        }
    }
}
