package io.tributary.promql.engine.replicas;

import io.tributary.model.SampleBits;
import io.tributary.model.flow.SampleColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What replicas of one series have, and what they are together.
///
/// @param replicas each one's samples, values by time
record Copies(List<SortedMap<Long, Double>> replicas) {
    static final double STALE = Double.longBitsToDouble(SampleBits.STALE_NAN);

    /// Nothing yet, of so many.
    static Copies of(int count) {
        List<SortedMap<Long, Double>> replicas = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replicas.add(new TreeMap<>());
        }
        return new Copies(replicas);
    }

    /// Samples of a replica at these times, their values the number of the replica and the time.
    Copies at(int replica, long... times) {
        for (long time : times) {
            replicas.get(replica).put(time, 1_000_000.0 * replica + time);
        }
        return this;
    }

    Copies ending(int replica, long time) {
        replicas.get(replica).put(time, STALE);
        return this;
    }

    /// What of them was stored before a moment, that included.
    Copies until(long toMillis) {
        return new Copies(replicas.stream().map(one -> one.headMap(toMillis + 1)).toList());
    }

    /// What they are together after `fromMillis`, with all read.
    SortedMap<Long, Long> together(long fromMillis) {
        return together(Long.MIN_VALUE, fromMillis);
    }

    /// What they are together after `fromMillis`, read after `readFromMillis`: the bits by time.
    SortedMap<Long, Long> together(long readFromMillis, long fromMillis) {
        ReplicaMerge merge = new ReplicaMerge(() -> {});
        for (int i = 0; i < replicas.size(); i++) {
            SampleColumn samples = merge.samples(i);
            samples.clear();
            replicas.get(i)
                    .forEach((time, value) -> {
                        if (time > readFromMillis) {
                            samples.add(time, value);
                        }
                    });
        }
        SampleColumn into = new SampleColumn();
        merge.merge(replicas.size(), fromMillis, into);
        return bits(into);
    }

    /// Likewise of one of them.
    SortedMap<Long, Long> alone(int replica) {
        SortedMap<Long, Long> bits = new TreeMap<>();
        replicas.get(replica)
                .forEach((time, value) -> bits.put(time, Double.doubleToRawLongBits(value)));
        return bits;
    }

    private static SortedMap<Long, Long> bits(SampleColumn samples) {
        TreeMap<Long, Long> bits = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            if (!bits.isEmpty() && bits.lastKey() >= samples.time(i)) {
                throw new AssertionError("times do not ascend at " + samples.time(i));
            }
            bits.put(samples.time(i), Double.doubleToRawLongBits(samples.value(i)));
        }
        return bits;
    }
}
