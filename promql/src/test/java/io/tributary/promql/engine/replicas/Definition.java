package io.tributary.promql.engine.replicas;

import io.tributary.model.SampleBits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// What replicas are together, each sample judged by itself as the definition says: slowly, with
/// nothing carried from one to the next.
final class Definition {
    private final Copies copies;
    private final Map<Sample, Boolean> known = new HashMap<>();

    private record Sample(int replica, long time) {}

    private Definition(Copies copies) {
        this.copies = copies;
    }

    static SortedMap<Long, Long> together(Copies copies) {
        Definition definition = new Definition(copies);
        SortedMap<Long, Long> together = new TreeMap<>();
        for (int i = 0; i < copies.replicas().size(); i++) {
            for (long time : copies.replicas().get(i).keySet()) {
                Sample sample = new Sample(i, time);
                if (definition.counts(sample)) {
                    together.put(time, definition.bits(sample));
                }
            }
        }
        return together;
    }

    private boolean counts(Sample sample) {
        Boolean before = known.get(sample);
        if (before == null) {
            before = judge(sample);
            known.put(sample, before);
        }
        return before;
    }

    private boolean judge(Sample sample) {
        List<Sample> others = new ArrayList<>();
        long interval = interval(sample);
        for (int other = 0; other < copies.replicas().size(); other++) {
            if (other == sample.replica) {
                continue;
            }
            Sample twin = new Sample(other, sample.time);
            if (exists(twin) && isBefore(twin, sample)) {
                if (counts(twin)) {
                    return false;
                }
                others.add(twin);
            } else {
                SortedMap<Long, Double> earlier = copies.replicas().get(other).headMap(sample.time);
                if (!earlier.isEmpty()) {
                    others.add(new Sample(other, earlier.lastKey()));
                }
            }
        }
        others.removeIf(other -> other.time <= sample.time - ReplicaMerge.WINDOW_MILLIS);
        for (Sample other : others) {
            interval = Math.min(interval, interval(other));
        }
        long patience = Math.min(interval + interval / 4, ReplicaMerge.WINDOW_MILLIS);
        for (Sample other : others) {
            boolean there = !isMarker(other) && sample.time - other.time <= patience;
            boolean preferred = isMarker(sample) || other.replica < sample.replica;
            boolean close = !isMarker(other) && sample.time - other.time < interval / 2;
            if ((there && preferred) || (close && !isMarker(sample) && counts(other))) {
                return false;
            }
        }
        return true;
    }

    private boolean isBefore(Sample left, Sample right) {
        return isMarker(left) == isMarker(right) ? left.replica < right.replica : isMarker(right);
    }

    private long interval(Sample sample) {
        List<Long> distances = new ArrayList<>();
        Sample later = sample;
        for (int i = 0; i < 5; i++) {
            SortedMap<Long, Double> earlier =
                    copies.replicas().get(sample.replica).headMap(later.time);
            if (earlier.isEmpty()
                    || earlier.lastKey() <= sample.time - ReplicaMerge.WINDOW_MILLIS) {
                break;
            }
            Sample before = new Sample(sample.replica, earlier.lastKey());
            if (!isMarker(before) && !isMarker(later)) {
                distances.add(later.time - before.time);
            }
            later = before;
        }
        distances.sort(null);
        return switch (distances.size()) {
            case 0 -> ReplicaMerge.WINDOW_MILLIS;
            case 1 -> distances.getFirst();
            default -> distances.get(1);
        };
    }

    private boolean exists(Sample sample) {
        return copies.replicas().get(sample.replica).containsKey(sample.time);
    }

    private long bits(Sample sample) {
        return Double.doubleToRawLongBits(
                Objects.requireNonNull(copies.replicas().get(sample.replica).get(sample.time)));
    }

    private boolean isMarker(Sample sample) {
        return bits(sample) == SampleBits.STALE_NAN;
    }
}
