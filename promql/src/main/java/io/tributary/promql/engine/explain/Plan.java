package io.tributary.promql.engine.explain;

/// What a query would do.
///
/// @param root the operator whose series are the answer
public record Plan(PlanNode root, PlanMemory memory) {
    /// A query that is a text, which needs no operator.
    public static Plan ofText(String text, long limitBytes) {
        return new Plan(PlanNode.ofText(text), new PlanMemory(limitBytes, 0, 0, false, 1));
    }
}
