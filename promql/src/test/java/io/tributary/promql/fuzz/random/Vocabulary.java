package io.tributary.promql.fuzz.random;

import java.util.List;

/// The words of random queries.
final class Vocabulary {
    static final List<String> LABELS = List.of("job", "inst", "env");

    static final List<String> LENGTHS = List.of("30s", "1m", "90s", "2m", "5m", "10m", "47s", "1h");

    static final List<String> NUMBERS =
            List.of("0", "1", "2", "0.5", "-1", "3.75", "10", "100", "1e3", "NaN", "Inf", "-Inf");

    static final List<String> OF_NUMBER =
            List.of(
                    "abs", "ceil", "floor", "exp", "sqrt", "ln", "log2", "log10", "sin", "cos",
                    "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh",
                    "atanh", "rad", "deg", "sgn");

    static final List<String> OF_HISTOGRAM =
            List.of(
                    "histogram_count",
                    "histogram_sum",
                    "histogram_avg",
                    "histogram_stddev",
                    "histogram_stdvar");

    static final List<String> OF_DATE =
            List.of(
                    "year",
                    "month",
                    "day_of_month",
                    "day_of_year",
                    "day_of_week",
                    "days_in_month",
                    "hour",
                    "minute");

    static final List<String> OF_RANGE =
            List.of(
                    "rate",
                    "rate",
                    "increase",
                    "delta",
                    "irate",
                    "idelta",
                    "resets",
                    "changes",
                    "absent_over_time",
                    "present_over_time",
                    "count_over_time",
                    "first_over_time",
                    "last_over_time",
                    "ts_of_first_over_time",
                    "ts_of_last_over_time",
                    "sum_over_time",
                    "avg_over_time",
                    "min_over_time",
                    "max_over_time",
                    "ts_of_min_over_time",
                    "ts_of_max_over_time",
                    "mad_over_time",
                    "stdvar_over_time",
                    "stddev_over_time",
                    "deriv");

    static final List<String> AGGREGATIONS =
            List.of("sum", "avg", "count", "min", "max", "group", "stddev", "stdvar");

    static final List<String> ARITHMETIC = List.of("+", "-", "*", "/", "%", "^", "atan2");

    static final List<String> TRIMS = List.of("</", ">/");

    static final List<String> COMPARISONS = List.of("==", "!=", ">", "<", ">=", "<=");

    static final List<String> REGEXES =
            List.of("(.*)", "(a|b)(.*)", "[0-9]+", "", "(.)(.*)", "req(.*)_total");

    static final List<String> REPLACEMENTS = List.of("$1", "x-$1", "${1}y", "$2", "z", "");

    private Vocabulary() {}
}
