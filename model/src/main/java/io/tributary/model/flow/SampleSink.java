package io.tributary.model.flow;

import java.util.Arrays;
import java.util.List;
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

        private static final byte STORED = 1;
        private static final byte REFUSED = 2;
        private static final Refusal[] REFUSALS = Refusal.values();

        private final boolean asked;
        private byte[] fates = {};

        private Fates(boolean asked) {
            this.asked = asked;
        }

        public Fates() {
            this(true);
        }

        /// Forgets all, and makes room for so many.
        public void reset(int count) {
            if (fates.length < count) {
                fates = new byte[Math.max(count, 2 * fates.length)];
                return;
            }
            Arrays.fill(fates, 0, count, (byte) 0);
        }

        /// It is stored, now or by an earlier request.
        public void stored(int index) {
            if (asked) {
                fates[index] = STORED;
            }
        }

        // A byte a sample, which never leaves the process: no order of constants is kept anywhere.
        @SuppressWarnings("EnumOrdinal")
        public void refused(int index, Refusal reason) {
            if (asked) {
                fates[index] = (byte) (REFUSED + reason.ordinal());
            }
        }

        public boolean isStored(int index) {
            return fates[index] == STORED;
        }

        /// Why it was refused; empty where it was not.
        public Optional<Refusal> refusal(int index) {
            return fates[index] < REFUSED
                    ? Optional.empty()
                    : Optional.of(REFUSALS[fates[index] - REFUSED]);
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
