package io.tributary.gateway.tenants;

import io.tributary.model.flow.SampleColumn;
import java.util.PriorityQueue;

/// Makes one series of several tenants' samples: each time once, with the sample of the tenant that
/// was added first. Staleness markers are samples like others. Owned by one thread; one use.
///
/// A histogram says of the one before it in its own tenant whether its counts were reset; where
/// another tenant's comes between, that is not known.
///
/// Costs: the logarithm of the number of tenants, a sample.
final class TenantMerge {
    private static final int NOBODY = -1;

    /// One tenant's samples, ordered by the next one: by time, then by rank.
    private static final class Head implements Comparable<Head> {
        private final SampleColumn samples;
        private final int rank;
        private int next;

        Head(SampleColumn samples, int rank) {
            this.samples = samples;
            this.rank = rank;
        }

        @Override
        public int compareTo(Head other) {
            int byTime = Long.compare(samples.time(next), other.samples.time(other.next));
            return byTime != 0 ? byTime : Integer.compare(rank, other.rank);
        }
    }

    private final PriorityQueue<Head> heads = new PriorityQueue<>();
    private int count;

    /// Adds a tenant's samples, read already.
    void add(SampleColumn samples) {
        int rank = count++;
        if (samples.size() > 0) {
            heads.add(new Head(samples, rank));
        }
    }

    /// Writes what they are together into `into`, emptied first.
    void write(SampleColumn into) {
        into.clear();
        int lastRank = NOBODY;
        int lastIndex = NOBODY;
        while (!heads.isEmpty()) {
            Head head = heads.poll();
            int index = head.next++;
            boolean isNew =
                    into.size() == 0 || into.time(into.size() - 1) != head.samples.time(index);
            if (isNew) {
                boolean follows =
                        lastRank == NOBODY || (lastRank == head.rank && lastIndex == index - 1);
                add(head.samples, index, follows, into);
                lastRank = head.rank;
                lastIndex = index;
            }
            if (head.next < head.samples.size()) {
                heads.add(head);
            }
        }
    }

    private static void add(SampleColumn samples, int index, boolean follows, SampleColumn into) {
        if (follows || !samples.isHistogram(index)) {
            into.addFrom(samples, index);
            return;
        }
        into.addHistogram(samples.time(index), samples.histogram(index).unhinted());
        if (into.isOfStored()) {
            into.storedLast(samples.stored(index));
        }
        if (samples.start(index) != 0) {
            into.startLast(samples.start(index));
        }
    }
}
