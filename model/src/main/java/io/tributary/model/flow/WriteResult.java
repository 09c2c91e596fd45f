package io.tributary.model.flow;

import io.tributary.model.Labels;
import java.util.List;
import java.util.Map;

/// What became of a batch.
public sealed interface WriteResult {
    /// So many conflicts, and so many runs of late samples, are told one by one of a request.
    int FINDINGS_MAX = 16;

    /// Decided and recorded; true for the sender once `position` is durable.
    ///
    /// @param samplesWritten samples that are stored, those stored already with the same bits
    ///   included
    /// @param histogramsWritten native histograms that are stored, likewise
    /// @param exemplarsWritten exemplars that are kept, likewise; kept for a while only
    /// @param samplesRepeated how many samples and histograms had been stored before
    /// @param samplesLate how many samples and histograms came behind the newest of their series,
    ///   into an empty slot
    /// @param refused samples and histograms refused for good, by reason; reasons that did not
    ///   occur are absent
    /// @param firstRefusal the first refusal in words, naming series and time; empty where nothing
    ///   was refused
    /// @param findings what of it is to be told one by one: the first conflicts and late samples,
    ///   at most {@link #FINDINGS_MAX} of each; `refused` and `samplesLate` count all
    /// @param position the place in the log that must be durable before anybody is told
    record Accepted(
            int samplesWritten,
            int histogramsWritten,
            int exemplarsWritten,
            int samplesRepeated,
            int samplesLate,
            Map<Refusal, Integer> refused,
            String firstRefusal,
            List<Finding> findings,
            long position)
            implements WriteResult {
        public Accepted {
            refused = Map.copyOf(refused);
            findings = List.copyOf(findings);
        }

        /// Samples and histograms that are stored.
        public int written() {
            return samplesWritten + histogramsWritten;
        }

        /// Those that the sender has to be told of.
        public int samplesRefused() {
            return refused.entrySet().stream()
                    .filter(reason -> !reason.getKey().isWanted())
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    /// Nothing was stored and nothing changed: the sender should repeat the request.
    ///
    /// @param retryAfterSeconds a good time to wait, before jitter
    record Busy(Unavailable reason, int retryAfterSeconds) implements WriteResult {}

    /// Nothing was stored and nothing changed: the request is larger than any that could be.
    ///
    /// @param why in words, naming size and bound
    record TooLarge(String why) implements WriteResult {}

    /// Something about samples of one series that somebody may ask for later.
    sealed interface Finding {
        /// The series as users see it, stamped labels included.
        Labels series();

        /// A sample refused because its slot holds another value.
        ///
        /// @param timeMillis of the slot, since 1970
        /// @param kept what the slot holds and goes on holding
        /// @param offered what was sent
        record Conflict(Labels series, long timeMillis, Value kept, Value offered)
                implements Finding {}

        /// Samples accepted one after the other behind the newest of their series, into empty
        /// slots. Those that were stored before are none.
        ///
        /// @param firstMillis of the earliest, since 1970
        /// @param lastMillis of the latest, included
        /// @param count how many, one at least
        record Late(Labels series, long firstMillis, long lastMillis, int count)
                implements Finding {}
    }

    /// A value as it is told of: enough to tell two apart.
    sealed interface Value {
        /// A float, by its raw bits.
        record FloatBits(long bits) implements Value {}

        /// A native histogram, by the first 128 bits of the SHA-256 of its bytes in normal form.
        record HistogramDigest(long high, long low) implements Value {}
    }
}
