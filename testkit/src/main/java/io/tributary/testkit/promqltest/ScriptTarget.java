package io.tributary.testkit.promqltest;

import java.util.List;

/// An engine with a store, as scripts see it.
///
/// Times are milliseconds; a script's clock starts at 0. To run as Prometheus runs its scripts, the
/// engine has all experimental functions, extended range selectors, fill modifiers, duration
/// expressions, delayed name removal, `@` and negative offsets on, and a look-back of 5 minutes.
public interface ScriptTarget {
    /// Forgets all that was loaded.
    void clear();

    /// Adds samples to what is there.
    void load(List<LoadedSeries> series);

    EvalResult instant(String expression, long tMillis);

    /// Evaluates at `startMillis`, and every `stepMillis` after it until `endMillis`, included.
    EvalResult range(String expression, long startMillis, long endMillis, long stepMillis);

    /// A series to load; points ascend in time.
    record LoadedSeries(LabelSet labels, List<LoadedPoint> points) {
        public LoadedSeries {
            points = List.copyOf(points);
        }
    }

    /// A sample to load.
    ///
    /// @param startMillis since when a counter counts; 0 where unknown
    record LoadedPoint(long tMillis, long startMillis, SampleValue.Written value) {}
}
