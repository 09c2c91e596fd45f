package io.tributary.server.write.lines;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.write.LeftOut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What senders of lines are told: 204, or an object in JSON that says why not, with the members
/// that clients of Influx 1 and 2 look for.
///
/// A sender that repeats whatever is not a success would repeat a request with a bad line for ever;
/// with `onPartial=204` in its URL it is told 204, with the reasons as a header.
final class LineAnswer {
    private static final int BUFFER_BYTES = 4 * 1024;
    private static final String ON_PARTIAL = "onPartial";
    private static final String REFUSED = "x-tributary-refused";

    private LineAnswer() {}

    static HttpAnswer of(HttpExchange exchange, WriteResult result, LeftOut leftOut) {
        return switch (result) {
            case WriteResult.Accepted accepted -> of(exchange, accepted, leftOut);
            case WriteResult.Busy busy ->
                    error(503, "nothing was stored, try again: " + busy.reason().word())
                            .withRetryAfter(busy.retryAfterSeconds());
            case WriteResult.TooLarge tooLarge ->
                    error(413, "nothing was stored: " + tooLarge.why());
        };
    }

    static HttpAnswer of(HttpRefusalException refusal) {
        HttpAnswer answer = error(refusal.status(), refusal.text());
        return refusal.retryAfterSeconds().isEmpty()
                ? answer
                : answer.withRetryAfter(refusal.retryAfterSeconds().getAsInt());
    }

    private static HttpAnswer of(
            HttpExchange exchange, WriteResult.Accepted accepted, LeftOut leftOut) {
        int lines = leftOut.count();
        int samples = accepted.samplesRefused();
        if (lines + samples == 0) {
            return HttpAnswer.empty(204);
        }
        List<String> parts = new ArrayList<>();
        if (lines > 0) {
            parts.add(part(lines, "line", leftOut.refused()));
        }
        if (samples > 0) {
            Map<String, Integer> byWord = new HashMap<>();
            accepted.refused().entrySet().stream()
                    .filter(reason -> !reason.getKey().isWanted())
                    .forEach(reason -> byWord.put(reason.getKey().word(), reason.getValue()));
            parts.add(part(samples, "sample", byWord));
        }
        String first = lines > 0 ? leftOut.first() : accepted.firstRefusal();
        String what = String.join(" and ", parts);
        if (exchange.urlParameters().first(ON_PARTIAL).orElse("").equals("204")) {
            return HttpAnswer.empty(204).withHeader(REFUSED, what);
        }
        return error(400, "%s, the others are stored; first: %s".formatted(what, first));
    }

    private static String part(int count, String what, Map<String, Integer> byWord) {
        String reasons =
                new TreeMap<>(byWord)
                        .entrySet().stream()
                                .map(reason -> reason.getKey() + "=" + reason.getValue())
                                .collect(Collectors.joining(" "));
        return "%d %s%s refused (%s)".formatted(count, what, count == 1 ? "" : "s", reasons);
    }

    private static HttpAnswer error(int status, String text) {
        return HttpAnswer.json(
                status,
                out -> {
                    JsonWriter json = new JsonWriter(new byte[BUFFER_BYTES], out::write);
                    json.beginObject().name("code").string(code(status));
                    json.name("message").string(text).name("error").string(text);
                    json.endObject().flush();
                });
    }

    /// Influx 2's word for a status.
    private static String code(int status) {
        return switch (status) {
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not found";
            case 413 -> "request too large";
            case 429 -> "too many requests";
            case 503 -> "unavailable";
            default -> status < 500 ? "invalid" : "internal error";
        };
    }
}
