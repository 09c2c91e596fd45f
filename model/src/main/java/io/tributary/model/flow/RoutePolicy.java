package io.tributary.model.flow;

/// What {@link Admission} has to know of a route; nothing to anybody else. Immutable, compared by
/// value: another policy is another route.
public interface RoutePolicy {
    /// Nothing has to be known.
    RoutePolicy NONE = new RoutePolicy() {};
}
