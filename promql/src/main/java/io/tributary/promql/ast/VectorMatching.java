package io.tributary.promql.ast;

import java.util.List;
import java.util.OptionalDouble;

/// How the series of two vectors find each other.
///
/// @param on whether `labels` are the ones that must be equal, rather than those that need not be
/// @param include labels that `group_left` or `group_right` copies from the "one" side
/// @param fillLeft value of a left side that is missing
/// @param fillRight value of a right side that is missing
public record VectorMatching(
        Cardinality cardinality,
        boolean on,
        List<String> labels,
        List<String> include,
        OptionalDouble fillLeft,
        OptionalDouble fillRight) {
    /// Equal in all labels, one to one.
    public static final VectorMatching DEFAULT =
            new VectorMatching(
                    Cardinality.ONE_TO_ONE,
                    false,
                    List.of(),
                    List.of(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty());

    public VectorMatching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }

    /// How many series of one side may meet how many of the other.
    public enum Cardinality {
        ONE_TO_ONE,
        /// `group_left`: many on the left.
        MANY_TO_ONE,
        /// `group_right`: many on the right.
        ONE_TO_MANY,
        /// Set operators.
        MANY_TO_MANY
    }

    /// The same with another cardinality.
    public VectorMatching with(Cardinality other) {
        return new VectorMatching(other, on, labels, include, fillLeft, fillRight);
    }

    /// Whether one `fill` says it all; NaN is never alike.
    boolean fillsBothSidesAlike() {
        return fillLeft.isPresent()
                && fillRight.isPresent()
                && fillLeft.getAsDouble() == fillRight.getAsDouble();
    }

    public boolean hasFill() {
        return fillLeft.isPresent() || fillRight.isPresent();
    }
}
