package io.tributary.model.flow;

import io.tributary.model.Labels;

/// What {@link Admission} has to know of a route; to anybody else, what is stamped on its series.
/// Immutable, compared by value: another policy is another route.
public interface RoutePolicy {
    /// Nothing has to be known, and nothing is stamped.
    RoutePolicy NONE = new RoutePolicy() {};

    /// The labels that the server puts on the series of this route: who they are from, as readers
    /// see it. One with an empty value takes the sender's own label away.
    default Labels stamps() {
        return Labels.empty();
    }
}
