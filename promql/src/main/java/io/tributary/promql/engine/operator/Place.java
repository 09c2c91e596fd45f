package io.tributary.promql.engine.operator;

/// Where something is said about a query.
///
/// @param text where an expression starts, as `line:column`
/// @param order of two places, the one that evaluation comes to later has the greater
public record Place(String text, int order) {
    public boolean isBehind(Place other) {
        return order > other.order;
    }
}
