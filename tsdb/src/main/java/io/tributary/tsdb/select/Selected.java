package io.tributary.tsdb.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import java.io.IOException;

/// What one selector found: filled by one thread, then read by any.
sealed interface Selected permits SelectedSeries, CountedSeries {
    /// What adding a series came to.
    enum Added {
        /// It is in, or has nothing to show.
        DONE,
        /// Another request number, or a newer version of the files, is needed.
        TOO_NEW
    }

    /// Takes a series in as of a request.
    Added add(int slot, long number);

    /// Puts what was found in the order of the labels; called once, when all is in.
    void sort();

    int count();

    Labels labels(int series);

    /// Reads samples into `into`, emptied first, as {@link
    /// io.tributary.model.flow.SeriesView#read}.
    void read(int series, long fromMillis, long toMillis, SeriesReader reader, SampleColumn into)
            throws IOException;

    /// Gives back what was taken from the budget.
    void release();
}
