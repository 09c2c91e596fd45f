package io.tributary.runtime.http;

/// The room that one request may take in memory: asked before each part of its body is kept. What
/// was taken is given back by whoever made the reservation.
@FunctionalInterface
public interface BodyReservation {
    /// Takes `bytes` more; false, and nothing taken, where there is no room now. Called from event
    /// loops: must not block.
    boolean take(long bytes);
}
