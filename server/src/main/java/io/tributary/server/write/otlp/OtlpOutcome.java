package io.tributary.server.write.otlp;

import io.tributary.format.otlp.answer.ExportAnswer;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.WriteResult;
import io.tributary.server.write.LeftOut;
import io.tributary.server.write.WriteFormat;
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

    /// A data point counts as rejected where any of its samples is; the words beside say how many
    /// points the decoder left out, and how many samples the store refused, for what reasons.
    static OtlpOutcome of(WriteFormat.Told told) {
        return switch (told.result()) {
            case WriteResult.Accepted accepted -> of(accepted, told.leftOut(), told.rejected());
            case WriteResult.Busy busy ->
                    new Refused(
                            503,
                            "nothing was stored, try again: " + busy.reason().word(),
                            busy.retryAfterSeconds());
            case WriteResult.TooLarge tooLarge ->
                    new Refused(413, "nothing was stored: " + tooLarge.why(), 0);
        };
    }

    private static OtlpOutcome of(WriteResult.Accepted accepted, LeftOut leftOut, int rejected) {
        if (leftOut.count() + accepted.samplesRefused() == 0) {
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
                ? new Taken(new ExportAnswer(rejected, text))
                : new Refused(400, "nothing was stored: " + text, 0);
    }
}
