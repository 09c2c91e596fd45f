package io.tributary.promql.engine.functions;

import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// The functions of one number, by name.
final class MathFunctions {
    private static final double LN2 = Math.log(2);

    private static final Map<String, DoubleUnaryOperator> UNARY =
            Map.ofEntries(
                    Map.entry("abs", Math::abs),
                    Map.entry("ceil", Math::ceil),
                    Map.entry("floor", Math::floor),
                    Map.entry("sgn", MathFunctions::sign),
                    Map.entry("exp", Math::exp),
                    Map.entry("ln", Math::log),
                    Map.entry("log2", MathFunctions::log2),
                    Map.entry("log10", Math::log10),
                    Map.entry("sqrt", Math::sqrt),
                    Map.entry("sin", Math::sin),
                    Map.entry("cos", Math::cos),
                    Map.entry("tan", Math::tan),
                    Map.entry("asin", Math::asin),
                    Map.entry("acos", Math::acos),
                    Map.entry("atan", Math::atan),
                    Map.entry("sinh", Math::sinh),
                    Map.entry("cosh", Math::cosh),
                    Map.entry("tanh", Math::tanh),
                    Map.entry("asinh", MathFunctions::asinh),
                    Map.entry("acosh", MathFunctions::acosh),
                    Map.entry("atanh", MathFunctions::atanh),
                    Map.entry("deg", value -> value * 180 / Math.PI),
                    Map.entry("rad", value -> value * Math.PI / 180));

    private MathFunctions() {}

    static Optional<StepFunction> named(String name) {
        return switch (name) {
            case "round" -> Optional.of(MathFunctions::round);
            case "clamp" -> Optional.of((v, bounds) -> clamp(v, bounds[0], bounds[1]));
            case "clamp_min" ->
                    Optional.of((v, bounds) -> clamp(v, bounds[0], Double.POSITIVE_INFINITY));
            case "clamp_max" ->
                    Optional.of((v, bounds) -> clamp(v, Double.NEGATIVE_INFINITY, bounds[0]));
            default -> Optional.ofNullable(UNARY.get(name)).map(MathFunctions::withoutArguments);
        };
    }

    private static StepFunction withoutArguments(DoubleUnaryOperator function) {
        return (value, arguments) -> function.applyAsDouble(value);
    }

    private static double clamp(double value, double min, double max) {
        return max(min, min(max, value));
    }

    /// Go's `math.Max`: infinity wins over NaN.
    static double max(double left, double right) {
        boolean infinite = left == Double.POSITIVE_INFINITY || right == Double.POSITIVE_INFINITY;
        return infinite ? Double.POSITIVE_INFINITY : Math.max(left, right);
    }

    /// Go's `math.Min`: negative infinity wins over NaN.
    static double min(double left, double right) {
        boolean infinite = left == Double.NEGATIVE_INFINITY || right == Double.NEGATIVE_INFINITY;
        return infinite ? Double.NEGATIVE_INFINITY : Math.min(left, right);
    }

    /// To the nearest multiple of the argument (1 without), ties up. By the inverse, which loses
    /// less.
    private static double round(double value, double[] arguments) {
        double inverse = 1.0 / (arguments.length == 0 ? 1 : arguments[0]);
        return Math.floor(value * inverse + 0.5) / inverse;
    }

    private static double sign(double value) {
        if (value < 0) {
            return -1;
        }
        return value > 0 ? 1 : value;
    }

    /// Exact for powers of two.
    private static double log2(double value) {
        if (!(value > 0) || Double.isInfinite(value) || value < Double.MIN_NORMAL) {
            return Math.log(value) / LN2;
        }
        int exponent = Math.getExponent(value) + 1;
        double fraction = Math.scalb(value, -exponent);
        return fraction == 0.5 ? exponent - 1 : exponent + Math.log(fraction) / LN2;
    }

    private static double asinh(double value) {
        if (Double.isInfinite(value) || value == 0) {
            return value;
        }
        double size = Math.abs(value);
        double result =
                size > 1e8
                        ? Math.log(size) + LN2
                        : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
        return Math.copySign(result, value);
    }

    private static double acosh(double value) {
        if (value > 1e8) {
            return Math.log(value) + LN2;
        }
        double above = value - 1;
        return value < 1 ? Double.NaN : Math.log1p(above + Math.sqrt(2 * above + above * above));
    }

    private static double atanh(double value) {
        return 0.5 * Math.log1p(2 * value / (1 - value));
    }
}
