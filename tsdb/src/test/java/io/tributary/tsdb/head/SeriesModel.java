package io.tributary.tsdb.head;

import io.tributary.model.SampleBits;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.tsdb.record.starts.StartChanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// What write-once means for one series, as plainly as it can be said: a map, a frontier, two gaps.
final class SeriesModel {
    static final long HOUR = 3_600_000;
    static final long BACKLOG = 7 * 24 * HOUR;
    private static final long EARLIEST = Long.MIN_VALUE / 1_000_000;
    private static final long GAP = 5 * 60_000;
    private static final long REACH = 4 * HOUR;

    /// What became of a sample.
    enum Verdict {
        IN_ORDER,
        GAP,
        LATE,
        REPEATED,
        CONFLICT,
        TOO_OLD,
        CROWDED,
        TOO_FAR_IN_FUTURE;

        Optional<Refusal> refusal() {
            return switch (this) {
                case IN_ORDER, GAP, LATE, REPEATED -> Optional.empty();
                case CONFLICT -> Optional.of(Refusal.CONFLICT);
                case TOO_OLD -> Optional.of(Refusal.TOO_OLD);
                case CROWDED -> Optional.of(Refusal.CROWDED);
                case TOO_FAR_IN_FUTURE -> Optional.of(Refusal.TOO_FAR_IN_FUTURE);
            };
        }
    }

    /// By time.
    final TreeMap<Long, Long> held = new TreeMap<>();

    /// By time, since when what is held counts.
    final TreeMap<Long, Long> starts = new TreeMap<>();

    private final TreeSet<Long> inOrder = new TreeSet<>();
    private long frontier = Long.MIN_VALUE;
    private long lastDelta;
    private final long[][] gaps = {{Long.MIN_VALUE, Long.MIN_VALUE}, {0, Long.MIN_VALUE}};

    SeriesModel copy() {
        SeriesModel copy = new SeriesModel();
        copy.held.putAll(held);
        copy.starts.putAll(starts);
        copy.inOrder.addAll(inOrder);
        copy.frontier = frontier;
        copy.lastDelta = lastDelta;
        for (int i = 0; i < gaps.length; i++) {
            copy.gaps[i] = gaps[i].clone();
        }
        return copy;
    }

    /// A sample keeps the start it came with first.
    Verdict write(Writes.Write write, long now, Route route) {
        Verdict verdict = write(write.time(), write.held(), now, route);
        if (verdict != Verdict.REPEATED && verdict.refusal().isEmpty()) {
            starts.put(write.time(), StartChanges.kept(write.start()));
        }
        return verdict;
    }

    private Verdict write(long time, long bits, long now, Route route) {
        Route.Late late = route.limits().late();
        if (time > now + route.futureMillis()) {
            return Verdict.TOO_FAR_IN_FUTURE;
        }
        boolean isTooOld = time < (late.imports() ? EARLIEST : now - BACKLOG);
        if (time > frontier) {
            if (isTooOld) {
                return Verdict.TOO_OLD;
            }
            long jump = time - frontier;
            if (inOrder.isEmpty() || (jump > GAP && jump > 2 * lastDelta)) {
                gaps[1] = gaps[0];
                gaps[0] = new long[] {frontier, time};
            }
            lastDelta = inOrder.isEmpty() ? 0 : time - frontier;
            frontier = time;
            inOrder.add(time);
            held.put(time, bits);
            return Verdict.IN_ORDER;
        }
        for (long[] gap : gaps) {
            boolean fills = (late.imports() || route.backlog()) && !isTooOld;
            if (fills && time > gap[0] && time < gap[1]) {
                gap[0] = time;
                held.put(time, bits);
                return Verdict.GAP;
            }
        }
        Long stored = held.get(time);
        if (stored != null) {
            return stored == bits ? Verdict.REPEATED : Verdict.CONFLICT;
        }
        long window = route.backlog() ? 24 * HOUR : late.windowMillis();
        if (time < (late.imports() ? EARLIEST : now - window)) {
            return Verdict.TOO_OLD;
        }
        if (!late.anywhere() && !isHole(time)) {
            return Verdict.CROWDED;
        }
        for (long[] gap : gaps) {
            if (time > gap[0] && time < gap[1]) {
                gap[0] = time;
            }
        }
        held.put(time, bits);
        return Verdict.LATE;
    }

    /// Takes over what a store remembers after a restart, which may be less: nothing may be held
    /// inside a gap it remembers.
    void remember(long delta, long[] newer, long[] older) {
        lastDelta = delta;
        gaps[0] = newer;
        gaps[1] = older;
        for (long[] gap : gaps) {
            if (gap[0] < gap[1] && held.higherKey(gap[0]) < gap[1]) {
                throw new AssertionError(
                        "%s lies in the gap %s"
                                .formatted(held.higherKey(gap[0]), Arrays.toString(gap)));
            }
        }
    }

    /// Time of the newest sample in order.
    long frontier() {
        return frontier;
    }

    /// The newer gap: exclusive.
    long[] gap() {
        return gaps[0];
    }

    private boolean isHole(long time) {
        Long before = held.lowerKey(time);
        Long after = held.higherKey(time);
        if (before == null || after == null || before < time - REACH || after > time + REACH) {
            return true;
        }
        List<Long> earlier = new ArrayList<>(inOrder.subSet(time - REACH, time)).reversed();
        List<Long> later = new ArrayList<>(inOrder.subSet(time + 1, time + REACH + 1));
        long[] deltas = deltas(earlier);
        if (deltas.length < 3) {
            deltas = deltas(later);
        }
        if (deltas.length < 3) {
            return true;
        }
        Arrays.sort(deltas);
        long usual = deltas[deltas.length / 2];
        boolean ends = Objects.equals(held.get(after), SampleBits.STALE_NAN);
        return ends ? time - before >= 0.5 * usual : after - before >= 1.5 * usual;
    }

    private static long[] deltas(List<Long> times) {
        int count = Math.max(0, Math.min(16, times.size() - 1));
        long[] deltas = new long[count];
        for (int i = 0; i < count; i++) {
            deltas[i] = Math.abs(times.get(i + 1) - times.get(i));
        }
        return deltas;
    }
}
