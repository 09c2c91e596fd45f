package io.tributary.promql;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import java.io.IOException;
import java.util.Optional;

/// Where the samples of scripts are kept while the engine answers from them.
public interface ScriptStore {
    void clear() throws IOException;

    void add(Labels labels, long timeMillis, double value);

    void add(Labels labels, long timeMillis, ResetHint hint, Histogram histogram);

    /// Where start timestamps are kept, by a store that does.
    default Optional<StartTimes> startTimes() {
        return Optional.empty();
    }

    /// Start timestamps beside samples.
    @FunctionalInterface
    interface StartTimes {
        /// Says since when a sample that was added counts.
        void add(Labels labels, long timeMillis, long startMillis);
    }

    /// What was added so far.
    SeriesSource source() throws IOException;

    ReadScope scope();
}
