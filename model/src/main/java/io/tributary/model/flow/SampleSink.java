package io.tributary.model.flow;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The way in: where decoded writes go.
///
/// The two steps are apart so that a caller holding a permit for CPU can give it back before it
/// waits for the disk.
public interface SampleSink {
    /// What of a request goes one way.
    ///
    /// @param samples is told what became of each sample
    /// @param histograms likewise of each native histogram
    record Part(Route route, WriteBatch batch, Fates samples, Fates histograms) {
        /// A part of which nobody asks what became of each sample.
        public Part(Route route, WriteBatch batch) {
            this(route, batch, Fates.UNASKED, Fates.UNASKED);
        }
    }

    /// What became of each sample of a part, by its place in the batch, for whose sender counts
    /// otherwise than the store: as what went several ways, or as data points of several series.
    /// Some bits a sample. Reused; owned by one thread at a time, but for {@link #UNASKED}, which
    /// keeps nothing.
    final class Fates {
        public static final Fates UNASKED = new Fates(false);

        private final boolean asked;
        private final BitSet stored = new BitSet();

        /// By reason; none of them has a sample that another has.
        private final Map<Refusal, BitSet> refused = new EnumMap<>(Refusal.class);

        private boolean hasRefusals;

        private Fates(boolean asked) {
            this.asked = asked;
        }

        public Fates() {
            this(true);
        }

        /// Forgets all.
        public void clear() {
            stored.clear();
            refused.values().forEach(BitSet::clear);
            hasRefusals = false;
        }

        /// It is stored, now or by an earlier request; whatever was said of it before.
        public void stored(int index) {
            if (asked) {
                stored.set(index);
                if (hasRefusals) {
                    refused.values().forEach(samples -> samples.clear(index));
                }
            }
        }

        /// It was refused; whatever was said of it before.
        public void refused(int index, Refusal reason) {
            if (asked) {
                stored.clear(index);
                refused.values().forEach(samples -> samples.clear(index));
                refused.computeIfAbsent(reason, _ -> new BitSet()).set(index);
                hasRefusals = true;
            }
        }

        public boolean isStored(int index) {
            return stored.get(index);
        }

        /// Whether any was refused, though it may have been stored since.
        public boolean hasRefusals() {
            return hasRefusals;
        }

        /// Whether any of `count` samples was refused, and its sender is to be told.
        public boolean isAnyRefused(int from, int count) {
            if (!hasRefusals) {
                return false;
            }
            for (Map.Entry<Refusal, BitSet> samples : refused.entrySet()) {
                int next = samples.getValue().nextSetBit(from);
                if (next >= 0 && next < from + count && !samples.getKey().isWanted()) {
                    return true;
                }
            }
            return false;
        }

        /// Why it was refused; empty where it was not.
        public Optional<Refusal> refusal(int index) {
            if (!hasRefusals) {
                return Optional.empty();
            }
            for (Map.Entry<Refusal, BitSet> samples : refused.entrySet()) {
                if (samples.getValue().get(index)) {
                    return Optional.of(samples.getKey());
                }
            }
            return Optional.empty();
        }
    }

    /// Decides every sample of the batch and records the accepted ones, all in one step that
    /// readers see whole or not at all. Does not wait for the disk. Safe from any thread; the batch
    /// and its bytes are not used after the return.
    default WriteResult append(Route route, WriteBatch batch) {
        return append(List.of(new Part(route, batch))).getFirst();
    }

    /// The same of a request that goes several ways: all parts in one step, and one place in the
    /// log, so that none of them is durable or seen without the others.
    ///
    /// @param parts one at least, no two to the same target
    /// @return what became of each, in their order: all are accepted, or none is and all say the
    ///   same
    List<WriteResult> append(List<Part> parts);

    /// Parks until everything recorded up to `position` (of a result) is durable. Returns at once
    /// where it is already. Where durability cannot be had any more the process ends; this never
    /// returns then.
    void awaitDurable(long position);
}
