package io.tributary.runtime.metrics;

/// A metric with labels: one `M` for each combination of values, which lives as long as the
/// process; so values come from a small closed set, never from a sender.
@FunctionalInterface
public interface Labeled<M> {
    /// The one with these values, in the order in which the labels were declared. Looked up each
    /// time: hot paths keep it.
    M of(String... values);
}
