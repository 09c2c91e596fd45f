package io.tributary.promql.engine.explain;

import io.tributary.promql.engine.operator.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One operator of a query, and those below it.
///
/// @param name what it does, in words of the language
/// @param kind what it holds while it works
/// @param steps at how many moments it is evaluated
/// @param ahead whether its series are evaluated by several threads where these have time, and
///   there are enough series that each stand for themselves
/// @param series of its shape; empty where that depends on samples
/// @param bytes what of the budget it holds, of floats, if each series has a value at each step;
///   empty where that depends on samples
/// @param selected what it takes from the store, if anything
/// @param children what it takes its input from, in the order of the query
public record PlanNode(
        String name,
        Kind kind,
        int steps,
        boolean ahead,
        OptionalLong series,
        OptionalLong bytes,
        Optional<Selected> selected,
        List<PlanNode> children) {
    /// What is taken from the store.
    ///
    /// @param selector its matchers
    /// @param afterMillis samples behind this time are read
    /// @param toMillis up to this one
    /// @param series that match
    /// @param counted whether series are counted from the index, and no sample is read
    /// @param readers how many parts of the query read them
    public record Selected(
            String selector,
            long afterMillis,
            long toMillis,
            long series,
            boolean counted,
            int readers) {}

    public PlanNode {
        children = List.copyOf(children);
    }

    /// A query that is a text, which needs no operator.
    static PlanNode ofText(String text) {
        return new PlanNode(
                text,
                Kind.STREAM,
                1,
                false,
                OptionalLong.of(0),
                OptionalLong.of(0),
                Optional.empty(),
                List.of());
    }
}
