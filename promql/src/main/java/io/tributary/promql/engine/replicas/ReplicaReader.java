package io.tributary.promql.engine.replicas;

import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;

/// Reads groups of replicas of one selection by their numbers, as series. Holds the samples of one
/// group, on the query's budget. Owned by one thread.
public final class ReplicaReader {
    private final QueryContext context;
    private final Replicas.Read read;
    private final ReplicaGroups groups;
    private final ReplicaMerge merge;

    /// The most that the replicas' samples took, on the budget.
    private long heldBytes;

    /// What they take now, of as many replicas as the largest group so far had.
    private long bytes;

    private int replicas;

    ReplicaReader(QueryContext context, Replicas.Read read, ReplicaGroups groups) {
        this.context = context;
        this.read = read;
        this.groups = groups;
        this.merge = new ReplicaMerge(context::check);
    }

    /// Reads what the replicas of a group are together into `into` (emptied first), staleness
    /// markers included.
    ///
    /// @throws IOException if stored data cannot be read
    public void read(int group, SampleColumn into) throws IOException {
        int size = groups.size(group);
        for (int replica = 0; replica < size; replica++) {
            context.check();
            SampleColumn samples = merge.samples(replica);
            long before = replica < replicas ? samples.sizeBytes() : 0;
            replicas = Math.max(replicas, replica + 1);
            read.view()
                    .read(
                            read.selector(),
                            groups.member(group, replica),
                            read.fromMillis(),
                            read.toMillis(),
                            samples);
            context.countRead(samples.size());
            hold(samples.sizeBytes() - before);
        }
        merge.merge(size, read.askedFromMillis(), into);
    }

    private void hold(long moreBytes) {
        bytes += moreBytes;
        if (bytes > heldBytes) {
            context.hold(bytes - heldBytes, "the samples of one group of replicas");
            heldBytes = bytes;
        }
    }
}
