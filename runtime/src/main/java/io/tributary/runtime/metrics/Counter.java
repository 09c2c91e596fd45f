package io.tributary.runtime.metrics;

/// A count that only grows. Safe from any thread; allocates nothing.
@FunctionalInterface
public interface Counter {
    /// Adds `amount`, which is not negative.
    void add(long amount);

    default void increment() {
        add(1);
    }
}
