package io.tributary.model.flow;

import io.tributary.model.Labels;
import java.io.IOException;

/// What a source selected, fixed at one moment. Series of each selector stand in the order of their
/// labels ({@link Labels#compareTo}), those of several tenants with equal labels in the order of
/// the scope; a series without a sample in the range may be among them.
///
/// Safe from any thread, so that the series of one question can be read in parallel.
public interface SeriesView extends AutoCloseable {
    /// How many series the selector of this position found.
    int seriesCount(int selector);

    Labels labels(int selector, int series);

    /// Reads samples of one series into `into` (emptied first), times ascending, staleness markers
    /// included; native histograms as {@link SampleColumn#addHistogram}, and as they are stored
    /// where the column {@link SampleColumn#isOfStored}. A count ({@link Selector#countBy}) is read
    /// as a whole, whatever the range.
    ///
    /// @param fromMillis exclusive; not before the selector's own
    /// @param toMillis inclusive; not behind the selector's own
    /// @throws IOException if stored data cannot be read or fails its check
    void read(int selector, int series, long fromMillis, long toMillis, SampleColumn into)
            throws IOException;

    /// Parks until everything this view may show is durable. To be called before an answer leaves
    /// the process.
    void awaitDurable();

    @Override
    void close();
}
