package io.tributary.runtime.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// What goes back: status, headers, body, trailers. Immutable.
///
/// @param headers names in lower case
/// @param trailers likewise, told behind the body to clients that speak HTTP/2; an answer that has
///   any is not compressed
/// @param body writes the bytes, on the request's thread; blocks where the client reads slowly
public record HttpAnswer(
        int status,
        List<Map.Entry<String, String>> headers,
        List<Map.Entry<String, String>> trailers,
        Writer body) {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    /// Writes a body.
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    public HttpAnswer {
        headers = List.copyOf(headers);
        trailers = List.copyOf(trailers);
    }

    /// An answer without trailers.
    public HttpAnswer(int status, List<Map.Entry<String, String>> headers, Writer body) {
        this(status, headers, List.of(), body);
    }

    public static HttpAnswer empty(int status) {
        return new HttpAnswer(status, List.of(), out -> {});
    }

    public static HttpAnswer text(int status, String text) {
        return bytes(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpAnswer bytes(int status, String contentType, byte[] bytes) {
        return new HttpAnswer(
                status, List.of(Map.entry("content-type", contentType)), out -> out.write(bytes));
    }

    /// JSON, made while it is sent.
    public static HttpAnswer json(int status, Writer writer) {
        return new HttpAnswer(status, List.of(Map.entry("content-type", JSON)), writer);
    }

    /// An error in Prometheus' envelope.
    ///
    /// @param type Prometheus' word for the kind of error (`bad_data`, `execution` …)
    public static HttpAnswer error(int status, String type, String message) {
        return bytes(status, JSON, errorBody(type, message));
    }

    static byte[] errorBody(String type, String message) {
        String body =
                "{\"status\":\"error\",\"errorType\":%s,\"error\":%s}"
                        .formatted(JsonText.quote(type), JsonText.quote(message));
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /// An error in Prometheus' envelope, its kind told from the status.
    public static HttpAnswer error(HttpRefusalException refusal) {
        return error(refusal.status(), errorType(refusal.status()), refusal.text())
                .withRetryAfter(refusal);
    }

    /// Whether its body may be compressed: not with trailers, nor where it is packed already, as
    /// its header says.
    boolean mayCompress() {
        return trailers.isEmpty()
                && headers.stream().noneMatch(header -> header.getKey().equals("content-encoding"));
    }

    public HttpAnswer withHeader(String name, String value) {
        return new HttpAnswer(status, with(headers, name, value), trailers, body);
    }

    public HttpAnswer withTrailer(String name, String value) {
        return new HttpAnswer(status, headers, with(trailers, name, value), body);
    }

    private static List<Map.Entry<String, String>> with(
            List<Map.Entry<String, String>> fields, String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(fields);
        more.add(Map.entry(name, value));
        return more;
    }

    /// Asks to be tried again in `seconds` to twice as many: senders that were turned away together
    /// do not come back together.
    public HttpAnswer withRetryAfter(int seconds) {
        int jitter = ThreadLocalRandom.current().nextInt(Math.max(1, seconds) + 1);
        return withHeader("retry-after", Integer.toString(Math.max(1, seconds) + jitter));
    }

    /// Likewise where a refusal wants it so.
    public HttpAnswer withRetryAfter(HttpRefusalException refusal) {
        return refusal.retryAfterSeconds().isEmpty()
                ? this
                : withRetryAfter(refusal.retryAfterSeconds().getAsInt());
    }

    static String errorType(int status) {
        return switch (status) {
            case 404 -> "not_found";
            case 406 -> "not_acceptable";
            case 408 -> "timeout";
            case 422 -> "execution";
            case 499 -> "canceled";
            case 503 -> "unavailable";
            default -> status < 500 ? "bad_data" : "internal";
        };
    }
}
