package io.tributary.runtime.metrics;

/// Is shown every sample of a registry, one by one, as a scrape of the text format would yield it.
@FunctionalInterface
public interface SampleVisitor {
    /// Takes one sample.
    ///
    /// @param name as it is exposed, with its suffix
    /// @param labels `name, value, name, value …`, the metric name not among them; the visitor's
    ///   own
    void visit(String name, String[] labels, double value);
}
