package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The series of one selector. Where several parts of the query read them, each is read from the
/// source once and kept until the last reader had it, as long as that takes no more than {@link
/// #KEPT_BYTES_MAX}; beyond it is read again.
public final class Selection {
    /// What one selection keeps for its later readers.
    private static final long KEPT_BYTES_MAX = 64L << 20;

    private record Kept(SampleColumn samples, int readersLeft) {}

    private final QueryContext context;
    private final int index;
    private final boolean counted;
    private final Map<Integer, Kept> kept = new HashMap<>();
    private Optional<SeriesView> view = Optional.empty();
    private List<Labels> labels = List.of();
    private int readers;
    private long keptBytes;

    /// @param counted whether what is read are numbers of series, for which no sample is read
    Selection(QueryContext context, int index, boolean counted) {
        this.context = context;
        this.index = index;
        this.counted = counted;
    }

    void addReader() {
        readers++;
    }

    void open(SeriesView opened) {
        view = Optional.of(opened);
        List<Labels> found = new ArrayList<>(opened.seriesCount(index));
        for (int i = 0; i < opened.seriesCount(index); i++) {
            found.add(opened.labels(index, i));
        }
        labels = List.copyOf(found);
    }

    List<Labels> labels() {
        return labels;
    }

    /// Whether each series is read from the source once for several readers.
    boolean isShared() {
        return readers > 1;
    }

    /// A reader of its own scratch. Several may be at work at once unless the selection {@link
    /// #isShared}.
    Reader reader() {
        return new Reader();
    }

    /// Reads series by their numbers. Owned by one thread.
    final class Reader {
        private final SampleColumn scratch = new SampleColumn();

        /// The most that the scratch took, on the budget.
        private long scratchBytes;

        /// The samples of one series, staleness markers included. Valid until the next call; not to
        /// be changed.
        SampleColumn read(int series) throws IOException {
            context.check();
            return readers > 1 ? readShared(series, this) : fresh(series);
        }

        private SampleColumn fresh(int series) throws IOException {
            fetch(series, scratch);
            if (scratch.sizeBytes() > scratchBytes) {
                context.hold(scratch.sizeBytes() - scratchBytes, "the samples of one series");
                scratchBytes = scratch.sizeBytes();
            }
            return scratch;
        }
    }

    private void fetch(int series, SampleColumn into) throws IOException {
        view.orElseThrow().read(index, series, into);
        context.countRead(counted ? 0 : into.size());
    }

    private SampleColumn readShared(int series, Reader reader) throws IOException {
        Optional<SampleColumn> before = readBefore(series);
        if (before.isPresent()) {
            return before.get();
        }
        if (keptBytes >= KEPT_BYTES_MAX) {
            return reader.fresh(series);
        }
        SampleColumn samples = new SampleColumn();
        fetch(series, samples);
        context.hold(samples.sizeBytes(), "samples read by several parts of the query");
        keptBytes += samples.sizeBytes();
        kept.put(series, new Kept(samples, readers - 1));
        return samples;
    }

    /// What another reader left, given up when this is the last.
    private Optional<SampleColumn> readBefore(int series) {
        Kept before = kept.remove(series);
        if (before == null) {
            return Optional.empty();
        }
        if (before.readersLeft() > 1) {
            kept.put(series, new Kept(before.samples(), before.readersLeft() - 1));
        } else {
            keptBytes -= before.samples().sizeBytes();
            context.release(before.samples().sizeBytes());
        }
        return Optional.of(before.samples());
    }
}
