package io.tributary.promql.engine.range;

import io.tributary.promql.ast.Extension;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;
import java.util.Optional;

/// The functions of a range, by name.
final class RangeFunctions {
    private RangeFunctions() {}

    /// Whether the function leaves the samples' meaning, and so the name, as it was.
    static boolean keepsName(String name) {
        return name.equals("last_over_time") || name.equals("first_over_time");
    }

    /// Whether the function looks at since when samples count.
    static boolean looksAtStarts(String name) {
        return switch (name) {
            case "rate", "increase", "irate", "resets" -> true;
            default -> false;
        };
    }

    /// A function for one call.
    ///
    /// @param extension of the range
    /// @param place where the range stands in the query
    /// @throws EvaluationException if the function knows no such range
    static Optional<RangeFunction> named(
            String name, Extension extension, QueryContext context, Place place) {
        return switch (extension) {
            case NONE -> ofPlain(name, context, place);
            case ANCHORED -> Optional.of(ofAnchored(name));
            case SMOOTHED -> Optional.of(ofSmoothed(name));
        };
    }

    private static RangeFunction ofAnchored(String name) {
        ExtendedRates rates = new ExtendedRates(false);
        return switch (name) {
            case "changes" -> window -> window.anchor() && OverTime.changes(window);
            case "delta" -> rates::delta;
            case "increase" -> rates::increase;
            case "rate" -> rates::rate;
            case "resets" -> window -> window.anchor() && OverTime.resets(window);
            default ->
                    throw new EvaluationException(
                            "anchored modifier can only be used with: changes, delta, increase,"
                                    + " rate, resets - not with "
                                    + name);
        };
    }

    private static RangeFunction ofSmoothed(String name) {
        ExtendedRates rates = new ExtendedRates(true);
        return switch (name) {
            case "delta" -> rates::delta;
            case "increase" -> rates::increase;
            case "rate" -> rates::rate;
            default ->
                    throw new EvaluationException(
                            "smoothed modifier can only be used with: delta, increase, rate - not"
                                    + " with "
                                    + name);
        };
    }

    private static Optional<RangeFunction> ofPlain(String name, QueryContext context, Place place) {
        OverTime overTime = new OverTime();
        Trends trends = new Trends();
        return Optional.ofNullable(
                switch (name) {
                    case "rate" -> Rates::rate;
                    case "increase" -> Rates::increase;
                    case "delta" -> Rates::delta;
                    case "irate" -> Rates::irate;
                    case "idelta" -> Rates::idelta;
                    case "sum_over_time" -> overTime::sum;
                    case "avg_over_time" -> overTime::avg;
                    case "stddev_over_time" -> overTime::deviation;
                    case "stdvar_over_time" -> overTime::variance;
                    case "mad_over_time" -> overTime::medianDeviation;
                    case "quantile_over_time" -> quantile(overTime, context, place);
                    case "min_over_time" -> OverTime::min;
                    case "max_over_time" -> OverTime::max;
                    case "ts_of_min_over_time" -> OverTime::timeOfMin;
                    case "ts_of_max_over_time" -> OverTime::timeOfMax;
                    case "count_over_time" -> window -> window.found(window.size());
                    case "present_over_time", "absent_over_time" -> window -> window.found(1);
                    case "first_over_time" -> window -> window.found(window.values[window.from]);
                    case "last_over_time" -> window -> window.found(window.values[window.to - 1]);
                    case "ts_of_first_over_time" ->
                            window -> window.found(window.times[window.from] / 1000.0);
                    case "ts_of_last_over_time" ->
                            window -> window.found(window.times[window.to - 1] / 1000.0);
                    case "changes" -> OverTime::changes;
                    case "resets" -> OverTime::resets;
                    case "deriv" -> trends::deriv;
                    case "predict_linear" -> trends::predict;
                    case "double_exponential_smoothing" -> Trends::smooth;
                    default -> null;
                });
    }

    private static RangeFunction quantile(OverTime overTime, QueryContext context, Place place) {
        return window -> {
            context.annotations().checkQuantile(window.arguments[0], place);
            return overTime.quantile(window);
        };
    }
}
