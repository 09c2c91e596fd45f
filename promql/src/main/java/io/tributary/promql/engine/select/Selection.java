package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
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
    private final Map<Integer, Kept> kept = new HashMap<>();
    private Optional<SeriesView> view = Optional.empty();
    private List<Labels> labels = List.of();
    private int readers;
    private long keptBytes;

    /// The most the columns read into took, on the budget.
    private long scratchBytes;

    Selection(QueryContext context, int index) {
        this.context = context;
        this.index = index;
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

    /// The samples of one series, staleness markers included. Valid until the next call on
    /// `scratch`; not to be changed.
    SampleColumn read(int series, SampleColumn scratch) throws IOException {
        context.check();
        Optional<SampleColumn> before = readers > 1 ? readBefore(series) : Optional.empty();
        if (before.isPresent()) {
            return before.get();
        }
        boolean keep = readers > 1 && keptBytes < KEPT_BYTES_MAX;
        SampleColumn samples = keep ? new SampleColumn() : scratch;
        view.orElseThrow().read(index, series, samples);
        context.countRead(samples.size());
        if (!keep && samples.sizeBytes() > scratchBytes) {
            context.hold(samples.sizeBytes() - scratchBytes, "the samples of one series");
            scratchBytes = samples.sizeBytes();
        }
        if (keep) {
            context.hold(samples.sizeBytes(), "samples read by several parts of the query");
            keptBytes += samples.sizeBytes();
            kept.put(series, new Kept(samples, readers - 1));
        }
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

    /// The samples of one series, staleness markers left out.
    void readValues(int series, SampleColumn scratch, SampleColumn into) throws IOException {
        SampleColumn samples = read(series, scratch);
        into.clear();
        for (int i = 0; i < samples.size(); i++) {
            if (!SampleBits.isStale(samples.value(i))) {
                into.add(samples.time(i), samples.value(i));
            }
        }
    }
}
