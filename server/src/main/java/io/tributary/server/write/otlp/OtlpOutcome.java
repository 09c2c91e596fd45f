package io.tributary.server.write.otlp;

import io.tributary.format.otlp.answer.ExportAnswer;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.WriteResult;
import io.tributary.server.write.LeftOut;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a sender of OTLP is told, whatever carries it.
sealed interface OtlpOutcome {
    /// All of it is stored, or a part, with the number of what is not.
    record Taken(ExportAnswer answer) implements OtlpOutcome {}

    /// Nothing of it is stored.
    ///
    /// @param status HTTP's
    /// @param retrySeconds when to try again; 0: never
    record Refused(int status, String text, int retrySeconds) implements OtlpOutcome {}

    /// Data points that were not translated count as such; of those that were, what the store
    /// refused counts by samples: a classic histogram is a dozen.
    static OtlpOutcome of(WriteResult result, LeftOut leftOut) {
        return switch (result) {
            case WriteResult.Accepted accepted -> of(accepted, leftOut);
            case WriteResult.Busy busy ->
                    new Refused(
                            503,
                            "nothing was stored, try again: " + busy.reason().word(),
                            busy.retryAfterSeconds());
            case WriteResult.TooLarge tooLarge ->
                    new Refused(413, "nothing was stored: " + tooLarge.why(), 0);
        };
    }

    private static OtlpOutcome of(WriteResult.Accepted accepted, LeftOut leftOut) {
        int refused = leftOut.count() + accepted.samplesRefused();
        if (refused == 0) {
            return new Taken(ExportAnswer.ALL);
        }
        Map<String, Integer> reasons = new TreeMap<>(leftOut.refused());
        for (Map.Entry<Refusal, Integer> reason : accepted.refused().entrySet()) {
            if (!reason.getKey().isWanted()) {
                reasons.merge(reason.getKey().word(), reason.getValue(), Integer::sum);
            }
        }
        String text =
                "%s; first: %s"
                        .formatted(
                                reasons.entrySet().stream()
                                        .map(reason -> reason.getKey() + "=" + reason.getValue())
                                        .collect(Collectors.joining(" ")),
                                leftOut.count() > 0 ? leftOut.first() : accepted.firstRefusal());
        boolean any = accepted.written() > 0;
        return any
                ? new Taken(new ExportAnswer(refused, text))
                : new Refused(400, "nothing was stored: " + text, 0);
    }
}
