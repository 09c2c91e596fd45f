package io.tributary.model.flow;

import java.util.BitSet;
import java.util.HashMap;
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

    /// What became of each sample of a part, by its place in the batch, for who sent it several
    /// ways. Reused; owned by one thread at a time, but for {@link #UNASKED}, which keeps nothing.
    final class Fates {
        public static final Fates UNASKED = new Fates(false);

        private final boolean asked;
        private final BitSet stored = new BitSet();
        private final Map<Integer, Refusal> refusals = new HashMap<>();

        private Fates(boolean asked) {
            this.asked = asked;
        }

        public Fates() {
            this(true);
        }

        /// Forgets all.
        public void clear() {
            stored.clear();
            refusals.clear();
        }

        /// It is stored, now or by an earlier request; whatever was said of it before.
        public void stored(int index) {
            if (asked) {
                stored.set(index);
                if (!refusals.isEmpty()) {
                    refusals.remove(index);
                }
            }
        }

        /// It was refused; whatever was said of it before.
        public void refused(int index, Refusal reason) {
            if (asked) {
                stored.clear(index);
                refusals.put(index, reason);
            }
        }

        public boolean isStored(int index) {
            return stored.get(index);
        }

        /// Whether it was refused, and its sender is to be told.
        public boolean isRefused(int index) {
            return !refusals.isEmpty()
                    && refusal(index).filter(reason -> !reason.isWanted()).isPresent();
        }

        /// Whether any was.
        public boolean hasRefusals() {
            return !refusals.isEmpty();
        }

        /// Why it was refused; empty where it was not.
        public Optional<Refusal> refusal(int index) {
            return refusals.isEmpty() ? Optional.empty() : Optional.ofNullable(refusals.get(index));
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
