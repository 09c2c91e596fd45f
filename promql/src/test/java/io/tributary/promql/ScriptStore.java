package io.tributary.promql;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import java.io.IOException;

/// Where the samples of scripts are kept while the engine answers from them.
public interface ScriptStore {
    void clear() throws IOException;

    /// Adds a sample.
    ///
    /// @param startMillis since when it counts, 0 where that is unknown
    void add(Labels labels, long timeMillis, double value, long startMillis);

    /// Likewise a native histogram.
    void add(Labels labels, long timeMillis, ResetHint hint, Histogram histogram, long startMillis);

    /// What was added so far.
    SeriesSource source() throws IOException;

    ReadScope scope();
}
