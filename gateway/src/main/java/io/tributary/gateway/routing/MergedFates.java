package io.tributary.gateway.routing;

import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.SampleSink.Fates;
import java.util.BitSet;
import java.util.Map;

/// What became of the samples of a write, or of its histograms, each of which may have copies: one
/// is stored where all its copies are, but for those that a tenant's own rules drop; refused where
/// any copy is, for the reason met first. Reused; owned by one thread at a time.
final class MergedFates {
    private final Fates fates = new Fates();
    private final BitSet left = new BitSet();
    private int count;

    void begin(int samples) {
        count = samples;
        fates.clear();
        left.clear();
    }

    /// Notes that a copy of some samples was left out.
    ///
    /// @return how many of them had no such copy before
    int leave(int from, int samples) {
        int newly = 0;
        for (int i = from; i < from + samples; i++) {
            newly += left.get(i) ? 0 : 1;
        }
        left.set(from, from + samples);
        return newly;
    }

    /// Notes what became of copies.
    ///
    /// @param at of the first copy in `copies`
    /// @param from the first sample here
    void add(Fates copies, int at, int from, int samples) {
        for (int i = 0; i < samples; i++) {
            add(copies, at + i, from + i);
        }
    }

    /// Counts those that are refused into `refused`; answers how many are stored.
    int count(Map<Refusal, Integer> refused) {
        int stored = 0;
        for (int i = left.nextClearBit(0); i < count; i = left.nextClearBit(i + 1)) {
            if (fates.isStored(i)) {
                stored++;
            } else {
                fates.refusal(i).ifPresent(reason -> refused.merge(reason, 1, Integer::sum));
            }
        }
        return stored;
    }

    /// Whether any of some samples is refused, or has a copy that was left out.
    boolean isAnyRefused(int from, int samples) {
        int next = left.nextSetBit(from);
        return (next >= 0 && next < from + samples) || fates.isAnyRefused(from, samples);
    }

    private void add(Fates copies, int at, int index) {
        if (fates.isAnyRefused(index, 1)) {
            return;
        }
        if (copies.isStored(at)) {
            fates.stored(index);
            return;
        }
        copies.refusal(at)
                .filter(reason -> !reason.isWanted() || !fates.isStored(index))
                .ifPresent(reason -> fates.refused(index, reason));
    }
}
