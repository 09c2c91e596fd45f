package io.tributary.model.flow;

import java.util.Map;

/// What became of a batch.
public sealed interface WriteResult {
    /// Decided and recorded; true for the sender once `position` is durable.
    ///
    /// @param samplesWritten samples that are stored, those stored already with the same bits
    ///   included
    /// @param samplesRepeated how many of them had been stored before
    /// @param refused samples refused for good, by reason; reasons that did not occur are absent
    /// @param firstRefusal the first refusal in words, naming series and time; empty where nothing
    ///   was refused
    /// @param position the place in the log that must be durable before anybody is told
    record Accepted(
            int samplesWritten,
            int samplesRepeated,
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
}
