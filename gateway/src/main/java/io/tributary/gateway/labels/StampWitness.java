package io.tributary.gateway.labels;

import io.tributary.model.Label;
import io.tributary.model.flow.Route;

/// Is told of senders that say otherwise than the server stamps. Called once per new series and
/// route, on the request's thread; must not block.
@FunctionalInterface
public interface StampWitness {
    /// A series came with `given` as the value of a stamped label.
    void differs(Route route, Label stamp, String given);
}
