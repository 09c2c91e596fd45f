package io.tributary.promql.engine.range;

import io.tributary.promql.engine.operator.QueryContext;
import java.util.Optional;

/// The functions of a range, by name.
final class RangeFunctions {
    private RangeFunctions() {}

    /// Whether the function leaves the samples' meaning, and so the name, as it was.
    static boolean keepsName(String name) {
        return name.equals("last_over_time") || name.equals("first_over_time");
    }

    /// A function for one call.
    ///
    /// @param place where the range stands in the query
    static Optional<RangeFunction> named(String name, QueryContext context, String place) {
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

    private static RangeFunction quantile(OverTime overTime, QueryContext context, String place) {
        return window -> {
            context.annotations().checkQuantile(window.arguments[0], place);
            return overTime.quantile(window);
        };
    }
}
