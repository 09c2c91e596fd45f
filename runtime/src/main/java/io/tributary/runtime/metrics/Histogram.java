package io.tributary.runtime.metrics;

/// How often values fell into which bucket, and their sum. Safe from any thread.
@FunctionalInterface
public interface Histogram {
    void observe(double value);
}
