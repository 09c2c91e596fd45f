package io.tributary.server.write.remote;

import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.write.LeftOut;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a remote-write sender is told. A 2xx says that all is durable; a 4xx is final, so it is
/// given for what can never be stored only; what the sender should repeat is 503.
final class RemoteWriteAnswer {
    private static final String WRITTEN = "x-prometheus-remote-write-%s-written";

    private RemoteWriteAnswer() {}

    /// The answer to a request that was decided, to be given once it is durable.
    ///
    /// @param leftOut what of it the store did not see
    static HttpAnswer of(WriteResult result, LeftOut leftOut) {
        return switch (result) {
            case WriteResult.Accepted accepted -> of(accepted, leftOut);
            case WriteResult.Busy busy -> of(busy);
            case WriteResult.TooLarge tooLarge -> of(tooLarge);
        };
    }

    private static HttpAnswer of(WriteResult.Accepted result, LeftOut leftOut) {
        int refused = result.samplesRefused() + leftOut.count();
        HttpAnswer answer =
                refused == 0
                        ? HttpAnswer.empty(204)
                        : HttpAnswer.text(400, text(result, leftOut, refused));
        return withCounts(
                answer,
                result.samplesWritten(),
                result.histogramsWritten(),
                result.exemplarsWritten());
    }

    private static HttpAnswer of(WriteResult.Busy busy) {
        HttpAnswer answer =
                HttpAnswer.text(503, "nothing was stored, try again: " + busy.reason().word());
        return withCounts(answer.withRetryAfter(busy.retryAfterSeconds()), 0, 0, 0);
    }

    private static HttpAnswer of(WriteResult.TooLarge refused) {
        return withCounts(HttpAnswer.text(413, "nothing was stored: " + refused.why()), 0, 0, 0);
    }

    /// The answer to a request of which nothing was looked at.
    static HttpAnswer of(HttpRefusalException refusal) {
        return withCounts(HttpAnswer.text(refusal.status(), refusal.text()), 0, 0, 0)
                .withRetryAfter(refusal);
    }

    private static String text(WriteResult.Accepted result, LeftOut leftOut, int refused) {
        Stream<String> ofStore =
                new TreeMap<>(result.refused())
                        .entrySet().stream()
                                .filter(reason -> !reason.getKey().isWanted())
                                .map(reason -> text(reason.getKey().word(), reason.getValue()));
        Stream<String> before =
                new TreeMap<>(leftOut.refused())
                        .entrySet().stream()
                                .map(reason -> text(reason.getKey(), reason.getValue()));
        String reasons = Stream.concat(ofStore, before).collect(Collectors.joining(" "));
        return "%d of %d samples refused, the others are stored: %s; first: %s"
                .formatted(
                        refused,
                        refused + result.written(),
                        reasons,
                        result.firstRefusal().isEmpty() ? leftOut.first() : result.firstRefusal());
    }

    private static String text(String reason, int count) {
        return reason + "=" + count;
    }

    private static HttpAnswer withCounts(
            HttpAnswer answer, int samples, int histograms, int exemplars) {
        return answer.withHeader(WRITTEN.formatted("samples"), Integer.toString(samples))
                .withHeader(WRITTEN.formatted("histograms"), Integer.toString(histograms))
                .withHeader(WRITTEN.formatted("exemplars"), Integer.toString(exemplars));
    }
}
