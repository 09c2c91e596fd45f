package io.tributary.runtime.http.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Asks an HTTP server: for the command line. Follows no redirects. Safe from any thread.
///
/// Uses the JDK's client, not the server's stack: it is there in tens of milliseconds.
public final class HttpCaller implements AutoCloseable {
    /// The longest answer taken, in bytes.
    public static final long ANSWER_BYTES_MAX = 256L * 1024 * 1024;

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    /// What was answered.
    ///
    /// @param body as UTF-8
    public record Reply(int status, String body) {}

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_WITHIN)
                    .build();

    private final long answerBytesMax;

    public HttpCaller() {
        this(ANSWER_BYTES_MAX);
    }

    HttpCaller(long answerBytesMax) {
        this.answerBytesMax = answerBytesMax;
    }

    /// Posts a form and waits for the answer.
    ///
    /// @param headers names and values
    /// @param within until the whole answer is there
    /// @throws IOException if there is none; the message says where it was asked and why
    public Reply postForm(
            URI uri,
            Map<String, String> headers,
            List<Map.Entry<String, String>> form,
            Duration within)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(encode(form));
        return send(uri, "application/x-www-form-urlencoded", headers, body, within);
    }

    /// Posts bytes and waits for the answer.
    ///
    /// @param headers names and values, without the content type
    /// @param within until the whole answer is there
    /// @throws IOException if there is none; the message says where it was asked and why
    public Reply post(
            URI uri, String contentType, Map<String, String> headers, byte[] body, Duration within)
            throws IOException, InterruptedException {
        return send(
                uri, contentType, headers, HttpRequest.BodyPublishers.ofByteArray(body), within);
    }

    @Override
    public void close() {
        client.close();
    }

    private Reply send(
            URI uri,
            String contentType,
            Map<String, String> headers,
            HttpRequest.BodyPublisher body,
            Duration within)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(within)
                        .header("content-type", contentType)
                        .POST(body);
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> answer =
                    client.send(
                            request.build(),
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), answerBytesMax));
            return new Reply(
                    answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException("cannot ask %s: %s".formatted(uri, why(e, within)), e);
        }
    }

    private static String encode(List<Map.Entry<String, String>> form) {
        return form.stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String why(IOException failure, Duration within) {
        return switch (failure) {
            case HttpTimeoutException _ -> "no answer within " + within.toSeconds() + " s";
            case ConnectException e -> isUnresolved(e) ? "unknown host" : "nobody listens there";
            default -> String.valueOf(failure.getMessage());
        };
    }

    private static boolean isUnresolved(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof UnresolvedAddressException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }
}
