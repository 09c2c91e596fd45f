package io.tributary.model.flow;

import java.util.Map;

/// What became of a batch.
public sealed interface WriteResult {
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
    /// @param position the place in the log that must be durable before anybody is told
    record Accepted(
            int samplesWritten,
            int histogramsWritten,
            int exemplarsWritten,
            int samplesRepeated,
            int samplesLate,
            Map<Refusal, Integer> refused,
            String firstRefusal,
            long position)
            implements WriteResult {
        public Accepted {
            refused = Map.copyOf(refused);
        }

        public int samplesRefused() {
            return refused.values().stream().mapToInt(Integer::intValue).sum();
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
}
