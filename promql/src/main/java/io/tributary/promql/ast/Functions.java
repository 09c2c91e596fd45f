package io.tributary.promql.ast;

import static io.tributary.promql.ast.ValueType.MATRIX;
import static io.tributary.promql.ast.ValueType.SCALAR;
import static io.tributary.promql.ast.ValueType.STRING;
import static io.tributary.promql.ast.ValueType.VECTOR;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The functions of Prometheus 3.14 (`promql/parser/functions.go`), by name: how they are called,
/// not what they do.
public final class Functions {
    private static final Map<String, Function> ALL =
            Stream.of(
                            function("abs", VECTOR, 0, VECTOR),
                            function("absent", VECTOR, 0, VECTOR),
                            function("absent_over_time", VECTOR, 0, MATRIX),
                            function("acos", VECTOR, 0, VECTOR),
                            function("acosh", VECTOR, 0, VECTOR),
                            function("asin", VECTOR, 0, VECTOR),
                            function("asinh", VECTOR, 0, VECTOR),
                            function("atan", VECTOR, 0, VECTOR),
                            function("atanh", VECTOR, 0, VECTOR),
                            function("avg_over_time", VECTOR, 0, MATRIX),
                            function("ceil", VECTOR, 0, VECTOR),
                            function("changes", VECTOR, 0, MATRIX),
                            function("clamp", VECTOR, 0, VECTOR, SCALAR, SCALAR),
                            function("clamp_max", VECTOR, 0, VECTOR, SCALAR),
                            function("clamp_min", VECTOR, 0, VECTOR, SCALAR),
                            function("cos", VECTOR, 0, VECTOR),
                            function("cosh", VECTOR, 0, VECTOR),
                            function("count_over_time", VECTOR, 0, MATRIX),
                            function("day_of_month", VECTOR, 1, VECTOR),
                            function("day_of_week", VECTOR, 1, VECTOR),
                            function("day_of_year", VECTOR, 1, VECTOR),
                            function("days_in_month", VECTOR, 1, VECTOR),
                            function("deg", VECTOR, 0, VECTOR),
                            function("delta", VECTOR, 0, MATRIX),
                            function("deriv", VECTOR, 0, MATRIX),
                            experimental(
                                    "double_exponential_smoothing",
                                    VECTOR,
                                    0,
                                    MATRIX,
                                    SCALAR,
                                    SCALAR),
                            experimental("end", SCALAR, 0),
                            function("exp", VECTOR, 0, VECTOR),
                            function("first_over_time", VECTOR, 0, MATRIX),
                            function("floor", VECTOR, 0, VECTOR),
                            function("histogram_avg", VECTOR, 0, VECTOR),
                            function("histogram_count", VECTOR, 0, VECTOR),
                            function("histogram_fraction", VECTOR, 0, SCALAR, SCALAR, VECTOR),
                            function("histogram_quantile", VECTOR, 0, SCALAR, VECTOR),
                            experimental(
                                    "histogram_quantiles",
                                    VECTOR,
                                    9,
                                    VECTOR,
                                    STRING,
                                    SCALAR,
                                    SCALAR),
                            function("histogram_stddev", VECTOR, 0, VECTOR),
                            function("histogram_stdvar", VECTOR, 0, VECTOR),
                            function("histogram_sum", VECTOR, 0, VECTOR),
                            function("hour", VECTOR, 1, VECTOR),
                            function("idelta", VECTOR, 0, MATRIX),
                            function("increase", VECTOR, 0, MATRIX),
                            experimental("info", VECTOR, 1, VECTOR, VECTOR),
                            function("irate", VECTOR, 0, MATRIX),
                            function("label_join", VECTOR, -1, VECTOR, STRING, STRING, STRING),
                            function(
                                    "label_replace",
                                    VECTOR,
                                    0,
                                    VECTOR,
                                    STRING,
                                    STRING,
                                    STRING,
                                    STRING),
                            function("last_over_time", VECTOR, 0, MATRIX),
                            function("ln", VECTOR, 0, VECTOR),
                            function("log10", VECTOR, 0, VECTOR),
                            function("log2", VECTOR, 0, VECTOR),
                            experimental("mad_over_time", VECTOR, 0, MATRIX),
                            experimental("max_of", SCALAR, 0, SCALAR, SCALAR),
                            function("max_over_time", VECTOR, 0, MATRIX),
                            experimental("min_of", SCALAR, 0, SCALAR, SCALAR),
                            function("min_over_time", VECTOR, 0, MATRIX),
                            function("minute", VECTOR, 1, VECTOR),
                            function("month", VECTOR, 1, VECTOR),
                            function("pi", SCALAR, 0),
                            function("predict_linear", VECTOR, 0, MATRIX, SCALAR),
                            function("present_over_time", VECTOR, 0, MATRIX),
                            function("quantile_over_time", VECTOR, 0, SCALAR, MATRIX),
                            function("rad", VECTOR, 0, VECTOR),
                            experimental("range", SCALAR, 0),
                            function("rate", VECTOR, 0, MATRIX),
                            function("resets", VECTOR, 0, MATRIX),
                            function("round", VECTOR, 1, VECTOR, SCALAR),
                            function("scalar", SCALAR, 0, VECTOR),
                            function("sgn", VECTOR, 0, VECTOR),
                            function("sin", VECTOR, 0, VECTOR),
                            function("sinh", VECTOR, 0, VECTOR),
                            function("sort", VECTOR, 0, VECTOR),
                            experimental("sort_by_label", VECTOR, -1, VECTOR, STRING),
                            experimental("sort_by_label_desc", VECTOR, -1, VECTOR, STRING),
                            function("sort_desc", VECTOR, 0, VECTOR),
                            function("sqrt", VECTOR, 0, VECTOR),
                            experimental("start", SCALAR, 0),
                            experimental("start_timestamp", VECTOR, 0, VECTOR),
                            function("stddev_over_time", VECTOR, 0, MATRIX),
                            function("stdvar_over_time", VECTOR, 0, MATRIX),
                            experimental("step", SCALAR, 0),
                            function("sum_over_time", VECTOR, 0, MATRIX),
                            function("tan", VECTOR, 0, VECTOR),
                            function("tanh", VECTOR, 0, VECTOR),
                            function("time", SCALAR, 0),
                            function("timestamp", VECTOR, 0, VECTOR),
                            experimental("ts_of_first_over_time", VECTOR, 0, MATRIX),
                            experimental("ts_of_last_over_time", VECTOR, 0, MATRIX),
                            experimental("ts_of_max_over_time", VECTOR, 0, MATRIX),
                            experimental("ts_of_min_over_time", VECTOR, 0, MATRIX),
                            function("vector", VECTOR, 0, SCALAR),
                            function("year", VECTOR, 1, VECTOR))
                    .collect(Collectors.toUnmodifiableMap(Function::name, f -> f));

    private Functions() {}

    public static Optional<Function> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /// All of them, in no order.
    public static List<Function> all() {
        return List.copyOf(ALL.values());
    }

    private static Function function(
            String name, ValueType returns, int variadic, ValueType... arguments) {
        return new Function(name, List.of(arguments), variadic, returns, false);
    }

    private static Function experimental(
            String name, ValueType returns, int variadic, ValueType... arguments) {
        return new Function(name, List.of(arguments), variadic, returns, true);
    }
}
