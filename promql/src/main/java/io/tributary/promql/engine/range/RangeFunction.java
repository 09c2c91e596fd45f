package io.tributary.promql.engine.range;

/// A function of the samples in a window.
@FunctionalInterface
interface RangeFunction {
    /// Puts the value into `window.result`.
    ///
    /// @return false if there is none
    boolean apply(Window window);
}
