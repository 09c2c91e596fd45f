package io.tributary.promql.engine.replicas;

import io.tributary.model.Labels;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.engine.operator.QueryContext;
import java.util.List;

/// The series of one selection as groups of replicas, each a series to all above. Safe from any
/// thread.
public final class Replicas {
    /// What is read.
    ///
    /// @param selector number of the selector in the view
    /// @param fromMillis exclusive; {@link #readFrom} of what is asked for, as far as the view goes
    /// @param toMillis inclusive
    /// @param askedFromMillis samples after it are asked for
    public record Read(
            SeriesView view, int selector, long fromMillis, long toMillis, long askedFromMillis) {}

    private final Read read;
    private final ReplicaGroups groups;

    private Replicas(Read read, ReplicaGroups groups) {
        this.read = read;
        this.groups = groups;
    }

    /// When reading is to begin, where samples after `fromMillis` are asked for.
    public static long readFrom(long fromMillis) {
        return Math.max(fromMillis, Long.MIN_VALUE + ReplicaMerge.LEAD_MILLIS)
                - ReplicaMerge.LEAD_MILLIS;
    }

    /// The series of one selector, where they may be replicas.
    ///
    /// @param series those of the selector, in their order
    public static Replicas of(
            QueryContext context, Read read, List<Labels> series, ReplicaLabels replicas) {
        context.hold(
                (long) ReplicaLabels.LABELS_BYTES * series.size(),
                "labels without those of replicas");
        return new Replicas(read, ReplicaGroups.of(series, replicas));
    }

    /// Of each group, in order.
    public List<Labels> labels() {
        return groups.labels();
    }

    /// A reader of its own scratch; several may be at work at once.
    public ReplicaReader reader(QueryContext context) {
        return new ReplicaReader(context, read, groups);
    }
}
