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

/// What senders of lines are told: 204 (who pushes: 200), or an object in JSON that says why not,
/// with the members that clients of Influx 1 and 2 look for.
///
/// A sender that repeats whatever is not a success would repeat a request with a bad line for ever;
/// with `onPartial=204` in its URL it is told of success, with the reasons as a header. Who imports
/// (`import=true`) is told in headers, too, what became of how many.
final class LineAnswer {
    private static final int BUFFER_BYTES = 4 * 1024;
    private static final String ON_PARTIAL = "onPartial";
    private static final String IMPORT = "import";
    private static final String REFUSED = "x-tributary-refused";
    private static final String WRITTEN = "x-tributary-written";
    private static final String REPEATED = "x-tributary-repeated";

    private LineAnswer() {}

    static HttpAnswer of(
            LineFormat format, HttpExchange exchange, WriteResult result, LeftOut leftOut) {
        return switch (result) {
            case WriteResult.Accepted accepted -> of(format, exchange, accepted, leftOut);
            case WriteResult.Busy busy ->
                    error(503, "nothing was stored, try again: " + busy.reason().word())
                            .withRetryAfter(busy.retryAfterSeconds());
            case WriteResult.TooLarge tooLarge ->
                    error(413, "nothing was stored: " + tooLarge.why());
        };
    }

    static HttpAnswer of(HttpRefusalException refusal) {
        return error(refusal.status(), refusal.text()).withRetryAfter(refusal);
    }

    private static HttpAnswer of(
            LineFormat format,
            HttpExchange exchange,
            WriteResult.Accepted accepted,
            LeftOut leftOut) {
        HttpAnswer answer = HttpAnswer.empty(format.success());
        String what = refused(format, accepted, leftOut, false);
        boolean isError = !what.isEmpty() && !is(exchange, ON_PARTIAL, "204");
        if (isError) {
            String first = leftOut.count() > 0 ? leftOut.first() : accepted.firstRefusal();
            answer = error(400, "%s, the others are stored; first: %s".formatted(what, first));
        }
        if (is(exchange, IMPORT, "true")) {
            return counted(format, answer, accepted, leftOut);
        }
        return what.isEmpty() || isError ? answer : answer.withHeader(REFUSED, what);
    }

    /// How many pieces and samples were refused, by reason; empty where none were.
    ///
    /// @param isWhole whether those are told of, too, that somebody wanted refused
    private static String refused(
            LineFormat format, WriteResult.Accepted accepted, LeftOut leftOut, boolean isWhole) {
        List<String> parts = new ArrayList<>();
        if (leftOut.count() > 0) {
            parts.add(part(leftOut.count(), format.piece(), leftOut.refused()));
        }
        Map<String, Integer> byWord = new HashMap<>();
        accepted.refused().entrySet().stream()
                .filter(reason -> isWhole || !reason.getKey().isWanted())
                .forEach(reason -> byWord.put(reason.getKey().word(), reason.getValue()));
        if (!byWord.isEmpty()) {
            int samples = byWord.values().stream().mapToInt(Integer::intValue).sum();
            parts.add(part(samples, "sample", byWord));
        }
        return String.join(" and ", parts);
    }

    private static HttpAnswer counted(
            LineFormat format, HttpAnswer answer, WriteResult.Accepted accepted, LeftOut leftOut) {
        return answer.withHeader(REFUSED, refused(format, accepted, leftOut, true))
                .withHeader(WRITTEN, Integer.toString(accepted.written()))
                .withHeader(REPEATED, Integer.toString(accepted.samplesRepeated()));
    }

    private static boolean is(HttpExchange exchange, String parameter, String value) {
        return exchange.urlParameters().first(parameter).orElse("").equals(value);
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
