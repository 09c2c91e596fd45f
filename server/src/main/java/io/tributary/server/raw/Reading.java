package io.tributary.server.raw;

import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.QueryControl;
import io.tributary.runtime.http.HttpRefusalException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// One read under way: what it reads is counted, held to its bounds, and let go when it is closed.
/// Owned by the request's thread; its counts are looked at by any.
final class Reading implements AutoCloseable {
    private static final int BAD_REQUEST = 400;

    private final SeriesSource source;
    private final ReadScope scope;
    private final QueryControl control;
    private final long samplesMax;
    private final SampleColumn samples = SampleColumn.ofStored();
    private final AtomicLong samplesRead = new AtomicLong();
    private final AtomicLong seriesRead = new AtomicLong();
    private long heldBytes;

    /// @param samplesMax how many it may read
    Reading(SeriesSource source, ReadScope scope, QueryControl control, long samplesMax) {
        this.source = source;
        this.scope = scope;
        this.control = control;
        this.samplesMax = samplesMax;
        control.begin(samplesRead::get, seriesRead::get);
    }

    /// Selects, and waits until all that may be seen is durable: what is read of it may be sent at
    /// once.
    SeriesView select(List<Selector> selectors) throws IOException {
        SeriesView view = source.select(scope, selectors, control.budget());
        view.awaitDurable();
        return view;
    }

    /// Reads one series' samples of its selector's range.
    ///
    /// @return the same column each time, to be used up before the next read
    /// @throws HttpRefusalException 400 if more samples were read by now than may be
    SampleColumn read(SeriesView view, int selector, int series, long fromMillis, long toMillis)
            throws IOException {
        control.check();
        view.read(selector, series, fromMillis, toMillis, samples);
        seriesRead.incrementAndGet();
        if (samplesRead.addAndGet(samples.size()) > samplesMax) {
            throw new HttpRefusalException(
                    BAD_REQUEST, "exceeded sample limit (%d)".formatted(samplesMax));
        }
        hold(samples.sizeBytes());
        return samples;
    }

    ReadBudget budget() {
        return control.budget();
    }

    private void hold(long bytes) {
        if (bytes > heldBytes) {
            budget().take(bytes - heldBytes, "samples of one series");
        } else {
            budget().giveBack(heldBytes - bytes);
        }
        heldBytes = bytes;
    }

    @Override
    public void close() {
        control.end();
    }
}
