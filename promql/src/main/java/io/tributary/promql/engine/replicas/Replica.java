package io.tributary.promql.engine.replicas;

import io.tributary.model.SampleBits;
import io.tributary.model.flow.SampleColumn;

/// One replica's samples, and how far a merge has come in them. Ordered by the next one: by time,
/// markers last, then by rank. Owned by one thread.
final class Replica implements Comparable<Replica> {
    /// Distances that tell a replica's interval: enough to see past losses, few enough to follow a
    /// change soon.
    private static final int DISTANCES = 5;

    private final SampleColumn samples = new SampleColumn();
    private final int rank;
    private int next;
    private long interval;
    private boolean chosen;

    /// @param rank the lowest is preferred
    Replica(int rank) {
        this.rank = rank;
    }

    /// To be read into, before {@link #begin}.
    SampleColumn samples() {
        return samples;
    }

    int rank() {
        return rank;
    }

    void begin() {
        next = 0;
        interval = 0;
        chosen = false;
    }

    boolean hasNext() {
        return next < samples.size();
    }

    long nextTime() {
        return samples.time(next);
    }

    /// Moves on by one sample, which becomes the newest.
    void take() {
        next++;
        interval = interval(next - 1);
        chosen = false;
    }

    /// The number of the newest sample.
    int newest() {
        return next - 1;
    }

    long newestTime() {
        return samples.time(next - 1);
    }

    /// Whether the newest says that the series ended.
    boolean hasEnded() {
        return isMarker(next - 1);
    }

    /// The newest is part of what all replicas are together.
    void choose() {
        chosen = true;
    }

    boolean isNewestChosen() {
        return chosen;
    }

    /// How far apart its samples are at the newest; {@link ReplicaMerge#WINDOW_MILLIS} where that
    /// cannot be told.
    long intervalMillis() {
        return interval;
    }

    /// The second least of the last distances: lost scrapes make some longer, a restart makes one
    /// shorter.
    private long interval(int newest) {
        long least = Long.MAX_VALUE;
        long second = Long.MAX_VALUE;
        long after = samples.time(newest) - ReplicaMerge.WINDOW_MILLIS;
        for (int i = newest; i > Math.max(0, newest - DISTANCES); i--) {
            if (samples.time(i - 1) <= after) {
                break;
            }
            if (isMarker(i) || isMarker(i - 1)) {
                continue;
            }
            long distance = samples.time(i) - samples.time(i - 1);
            second = Math.min(second, Math.max(least, distance));
            least = Math.min(least, distance);
        }
        long told = second == Long.MAX_VALUE ? least : second;
        return Math.min(told, ReplicaMerge.WINDOW_MILLIS);
    }

    private boolean isMarker(int index) {
        return SampleBits.isStale(samples.value(index));
    }

    @Override
    public int compareTo(Replica other) {
        int byTime = Long.compare(nextTime(), other.nextTime());
        if (byTime != 0) {
            return byTime;
        }
        int byKind = Boolean.compare(isMarker(next), other.isMarker(other.next));
        return byKind != 0 ? byKind : Integer.compare(rank, other.rank);
    }
}
