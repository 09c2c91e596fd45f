package io.tributary.promql.reference;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.ast.VectorMatching;
import io.tributary.promql.ast.VectorMatching.Cardinality;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.Rules;
import io.tributary.promql.reference.data.Value;
import io.tributary.promql.reference.numeric.HistogramArithmetic;
import io.tributary.promql.reference.numeric.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/// A binary operator at one step (Prometheus: `VectorBinop` and its neighbours).
///
/// Oddities: with `group_right`, `fill_left` and `fill_right` change places; the mark that a name
/// is to go is lost between two vectors.
final class Joins {
    private final Expr.Binary binary;
    private final BinaryOperator operator;
    private final VectorMatching matching;
    private final Rules rules;

    Joins(Expr.Binary binary, Rules rules) {
        this.binary = binary;
        this.operator = binary.operator();
        this.matching = binary.matching();
        this.rules = rules;
    }

    List<Sample> apply(List<Sample> left, List<Sample> right) {
        boolean leftScalar = binary.left().type() == ValueType.SCALAR;
        boolean rightScalar = binary.right().type() == ValueType.SCALAR;
        if (leftScalar && rightScalar) {
            double a = left.getFirst().number();
            double b = right.getFirst().number();
            boolean compares = operator.kind() == BinaryOperator.Kind.COMPARISON;
            return List.of(Sample.of(compares ? (holds(a, b) ? 1 : 0) : arithmetic(a, b)));
        }
        if (rightScalar) {
            return withScalar(left, right.getFirst().number(), false);
        }
        if (leftScalar) {
            return withScalar(right, left.getFirst().number(), true);
        }
        return operator.kind() == BinaryOperator.Kind.SET ? set(left, right) : join(left, right);
    }

    private double arithmetic(double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MOD -> a % b;
            case POW -> Numbers.power(a, b);
            case ATAN2 -> Math.atan2(a, b);
            default -> throw new IllegalArgumentException("no arithmetic: " + operator);
        };
    }

    private boolean holds(double a, double b) {
        return switch (operator) {
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
            case GREATER -> a > b;
            case LESS -> a < b;
            case GREATER_OR_EQUAL -> a >= b;
            case LESS_OR_EQUAL -> a <= b;
            default -> throw new IllegalArgumentException("no comparison: " + operator);
        };
    }

    private List<Sample> withScalar(List<Sample> vector, double scalar, boolean scalarFirst) {
        List<Sample> results = new ArrayList<>();
        for (Sample sample : vector) {
            if (!sample.isReal()) {
                withHistogram(sample, scalar, scalarFirst).ifPresent(results::add);
                continue;
            }
            double a = scalarFirst ? scalar : sample.number();
            double b = scalarFirst ? sample.number() : scalar;
            switch (operator.kind()) {
                case ARITHMETIC ->
                        results.add(
                                sample.with(arithmetic(a, b)).unnamed(rules.delayedNameRemoval()));
                case COMPARISON -> {
                    boolean holds = holds(a, b);
                    if (binary.returnBool()) {
                        results.add(sample.with(holds ? 1 : 0).unnamed(rules.delayedNameRemoval()));
                    } else if (holds) {
                        results.add(sample);
                    }
                }
                case TRIM -> {} // floats have no buckets
                case SET -> throw new IllegalArgumentException("set operator with a scalar");
            }
        }
        return results;
    }

    private Optional<Sample> withHistogram(Sample sample, double scalar, boolean scalarFirst) {
        Value number = new Value.Real(scalar);
        if (operator.kind() == BinaryOperator.Kind.TRIM) {
            throw Refusal.unknown("trimmed histograms");
        }
        return (scalarFirst
                        ? ofHistograms(number, sample.value())
                        : ofHistograms(sample.value(), number))
                .map(value -> sample.with(value).unnamed(rules.delayedNameRemoval()));
    }

    /// Arithmetic that has a histogram for a side.
    private Optional<Value> ofHistograms(Value left, Value right) {
        return switch (left) {
            case Value.Real(var number) ->
                    right instanceof Value.Histogram(var other) && operator == BinaryOperator.MUL
                            ? compact(HistogramArithmetic.scaled(other, c -> c * number))
                            : Optional.empty();
            case Value.Histogram(var histogram) ->
                    switch (right) {
                        case Value.Real(var number) ->
                                switch (operator) {
                                    case MUL ->
                                            compact(
                                                    HistogramArithmetic.scaled(
                                                            histogram, c -> c * number));
                                    case DIV ->
                                            compact(HistogramArithmetic.divided(histogram, number));
                                    default -> Optional.empty();
                                };
                        case Value.Histogram(var other) ->
                                switch (operator) {
                                    case ADD -> combined(histogram, other, 1);
                                    case SUB -> combined(histogram, other, -1);
                                    default -> Optional.empty();
                                };
                    };
        };
    }

    private static Optional<Value> compact(NaiveHistogram histogram) {
        return Optional.of(new Value.Histogram(HistogramArithmetic.compact(histogram)));
    }

    private static Optional<Value> combined(NaiveHistogram left, NaiveHistogram right, int sign) {
        return HistogramArithmetic.combined(left, right, sign).flatMap(Joins::compact);
    }

    private Labels signature(Labels labels) {
        if (matching.on()) {
            return labels.keep(matching.labels());
        }
        List<String> names = new ArrayList<>(matching.labels());
        names.add(Label.METRIC_NAME);
        return labels.without(names);
    }

    private List<Sample> set(List<Sample> left, List<Sample> right) {
        Set<Labels> lefts = signatures(left);
        Set<Labels> rights = signatures(right);
        return switch (operator) {
            case AND -> left.stream().filter(s -> rights.contains(signature(s.labels()))).toList();
            case UNLESS ->
                    left.stream().filter(s -> !rights.contains(signature(s.labels()))).toList();
            case OR -> {
                List<Sample> all = new ArrayList<>(left);
                right.stream()
                        .filter(s -> !lefts.contains(signature(s.labels())))
                        .forEach(all::add);
                yield all;
            }
            default -> throw new IllegalArgumentException("no set operator: " + operator);
        };
    }

    private Set<Labels> signatures(List<Sample> vector) {
        return vector.stream().map(s -> signature(s.labels())).collect(Collectors.toSet());
    }

    private List<Sample> join(List<Sample> left, List<Sample> right) {
        boolean filled = matching.fillLeft().isPresent() || matching.fillRight().isPresent();
        boolean oneEmpty = left.isEmpty() || right.isEmpty();
        if ((left.isEmpty() && right.isEmpty()) || (oneEmpty && !filled)) {
            return List.of();
        }
        boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        return new Matched(swapped).all(swapped ? right : left, swapped ? left : right);
    }

    /// The pairs found at one step.
    private final class Matched {
        private final boolean swapped;
        private final List<Sample> results = new ArrayList<>();

        /// The labels of the results of each signature.
        private final Map<Labels, Set<Labels>> matched = new HashMap<>();

        Matched(boolean swapped) {
            this.swapped = swapped;
        }

        List<Sample> all(List<Sample> many, List<Sample> one) {
            Map<Labels, Sample> ones = new HashMap<>();
            for (Sample sample : one) {
                if (ones.put(signature(sample.labels()), sample) != null) {
                    throw Refusal.execution("found duplicate series for the match group");
                }
            }
            for (Sample sample : many) {
                Labels signature = signature(sample.labels());
                Sample partner = ones.get(signature);
                if (partner != null) {
                    pair(sample, partner, signature);
                } else if (matching.fillRight().isPresent()) {
                    pair(sample, filling(sample, matching.fillRight()), signature);
                }
            }
            if (matching.fillLeft().isPresent()) {
                for (Sample sample : one) {
                    Labels signature = signature(sample.labels());
                    if (!matched.containsKey(signature)) {
                        pair(filling(sample, matching.fillLeft()), sample, signature);
                    }
                }
            }
            return results;
        }

        private Sample filling(Sample partner, OptionalDouble fill) {
            return Sample.of(signature(partner.labels()), fill.getAsDouble());
        }

        private void pair(Sample many, Sample one, Labels signature) {
            Value a = swapped ? one.value() : many.value();
            Value b = swapped ? many.value() : one.value();
            Optional<Kept> computed = computed(a, b);
            if (computed.isEmpty()) {
                return; // the two have nothing to do with each other
            }
            Labels labels = resultLabels(many.labels(), one.labels());
            Set<Labels> seen = matched.computeIfAbsent(signature, _ -> new HashSet<>());
            boolean oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
            if (!seen.add(labels) || (oneToOne && seen.size() > 1)) {
                throw Refusal.execution("multiple matches for labels");
            }
            Kept kept = computed.get();
            if (binary.returnBool()) {
                results.add(new Sample(labels, true, 0, new Value.Real(kept.kept ? 1 : 0)));
            } else if (kept.kept) {
                results.add(new Sample(labels, false, 0, kept.value));
            }
        }
    }

    /// What two values make, and whether a comparison lets it through.
    private record Kept(Value value, boolean kept) {}

    private Optional<Kept> computed(Value a, Value b) {
        boolean compares = operator.kind() == BinaryOperator.Kind.COMPARISON;
        if (a instanceof Value.Real(var left) && b instanceof Value.Real(var right)) {
            if (operator.kind() == BinaryOperator.Kind.TRIM) {
                return Optional.empty(); // floats have no buckets
            }
            double number = compares ? left : arithmetic(left, right);
            return Optional.of(new Kept(new Value.Real(number), !compares || holds(left, right)));
        }
        if (operator.kind() == BinaryOperator.Kind.TRIM) {
            throw Refusal.unknown("trimmed histograms");
        }
        if (!compares) {
            return ofHistograms(a, b).map(value -> new Kept(value, true));
        }
        if (a instanceof Value.Histogram(var left) && b instanceof Value.Histogram(var right)) {
            if (HistogramArithmetic.isSame(left, right)) {
                throw Refusal.open("whether equal histograms are laid out alike");
            }
            return switch (operator) {
                case EQUAL -> Optional.of(new Kept(a, false));
                case NOT_EQUAL -> Optional.of(new Kept(a, true));
                default -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    private Labels resultLabels(Labels many, Labels one) {
        boolean changes = operator.kind() == BinaryOperator.Kind.ARITHMETIC;
        boolean boolNow = binary.returnBool() && !rules.delayedNameRemoval();
        Labels labels = changes || boolNow ? Sample.unnamed(many) : many;
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            labels =
                    matching.on()
                            ? labels.keep(matching.labels())
                            : labels.without(matching.labels());
        }
        Labels.Builder builder = labels.toBuilder();
        matching.include().forEach(name -> builder.set(name, one.value(name)));
        return builder.build();
    }
}
