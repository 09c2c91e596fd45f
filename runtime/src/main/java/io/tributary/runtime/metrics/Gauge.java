package io.tributary.runtime.metrics;

/// A value that goes up and down. Safe from any thread; allocates nothing.
public interface Gauge {
    void set(double value);

    /// Adds `amount`, which may be negative.
    void add(double amount);
}
