package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.replicas.ReplicaLabels;
import io.tributary.promql.engine.replicas.ReplicaReader;
import io.tributary.promql.engine.replicas.Replicas;
import java.io.IOException;
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
    private final Selector selector;
    private final ReplicaLabels replicaLabels;

    /// Samples after it are asked for, whenever reading begins.
    private final long askedFromMillis;

    private final Map<Integer, Kept> kept = new HashMap<>();
    private Optional<Snapshot.Opened> opened = Optional.empty();

    /// What the series are, where they may be replicas of each other.
    private Optional<Replicas> replicas = Optional.empty();

    private List<Labels> labels = List.of();
    private long fromMillis;
    private long toMillis;
    private int readers;
    private long keptBytes;

    /// @param askedFromMillis samples after it are asked for, whenever reading begins
    Selection(
            QueryContext context,
            Selector selector,
            ReplicaLabels replicaLabels,
            long askedFromMillis) {
        this.context = context;
        this.selector = selector;
        this.replicaLabels = replicaLabels;
        this.askedFromMillis = askedFromMillis;
    }

    void addReader() {
        readers++;
    }

    /// @param found what has the samples of this one, and maybe more
    void open(Snapshot.Opened found) {
        opened = Optional.of(found);
        labels = found.labels();
        fromMillis = Math.max(selector.fromMillis(), found.selector().fromMillis());
        toMillis = Math.min(selector.toMillis(), found.selector().toMillis());
        if (!replicaLabels.isNone()) {
            Replicas.Read read =
                    new Replicas.Read(
                            found.view(), found.number(), fromMillis, toMillis, askedFromMillis);
            Replicas groups = Replicas.of(context, read, labels, replicaLabels);
            replicas = Optional.of(groups);
            labels = groups.labels();
        }
    }

    List<Labels> labels() {
        return labels;
    }

    public int seriesCount() {
        return labels.size();
    }

    /// How many parts of the query read its series.
    public int readers() {
        return readers;
    }

    /// Whether each series is read from the source once for several readers.
    boolean isShared() {
        return readers > 1;
    }

    /// Whether its series are numbers of series, for which no sample is read.
    public boolean isCounted() {
        return selector.countBy().isPresent();
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

        private Optional<ReplicaReader> replicaReader = Optional.empty();

        /// The samples of one series, staleness markers included. Valid until the next call; not to
        /// be changed.
        SampleColumn read(int series) throws IOException {
            context.check();
            return readers > 1 ? readShared(series, this) : fresh(series);
        }

        private SampleColumn fresh(int series) throws IOException {
            fetch(series, this, scratch);
            if (scratch.sizeBytes() > scratchBytes) {
                context.hold(scratch.sizeBytes() - scratchBytes, "the samples of one series");
                scratchBytes = scratch.sizeBytes();
            }
            return scratch;
        }
    }

    private void fetch(int series, Reader reader, SampleColumn into) throws IOException {
        if (replicas.isPresent()) {
            if (reader.replicaReader.isEmpty()) {
                reader.replicaReader = Optional.of(replicas.get().reader(context));
            }
            reader.replicaReader.get().read(series, into);
            return;
        }
        Snapshot.Opened from = opened.orElseThrow();
        from.view().read(from.number(), series, fromMillis, toMillis, into);
        context.countRead(isCounted() ? 0 : into.size());
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
        fetch(series, reader, samples);
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
