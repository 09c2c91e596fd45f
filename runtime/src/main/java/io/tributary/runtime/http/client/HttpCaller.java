package io.tributary.runtime.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Asks an HTTP server: for the command line, and for documents that we need of others. Follows no
/// redirects. Safe from any thread.
///
/// Uses the JDK's client, not the server's stack: it is there in tens of milliseconds. A server
/// that redirects is answered with what it said, 3xx: what is sent goes to nobody else.
public final class HttpCaller implements AutoCloseable {
    /// The longest answer taken, in bytes.
    public static final long ANSWER_BYTES_MAX = 256L * 1024 * 1024;

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    /// What was answered.
    ///
    /// @param body as UTF-8
    public record Reply(int status, String body) {}

    /// What was answered, as it came.
    public static final class Bytes {
        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        private Bytes(int status, HttpHeaders headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        /// The first value of a header.
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        public int status() {
            return status;
        }

        /// The caller's own.
        public byte[] body() {
            return body;
        }

        /// The body as UTF-8.
        public String string() {
            return new String(body, StandardCharsets.UTF_8);
        }

        private Reply text() {
            return new Reply(status, string());
        }
    }

    /// An answer whose body is read as it comes; to be closed.
    ///
    /// @param body of any length; reading fails where it breaks off, or nothing comes for too long
    public record Streamed(int status, InputStream body) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    private final HttpClient client;
    private final long answerBytesMax;

    /// One that believes, where TLS is spoken, what the machine's CAs vouch for.
    public HttpCaller() {
        this(ANSWER_BYTES_MAX);
    }

    /// One that speaks TLS as it is told.
    public HttpCaller(CallerTls tls) {
        this(builder().sslContext(CallerContext.of(tls)).build(), ANSWER_BYTES_MAX);
    }

    /// @param answerBytesMax the longest answer taken; a longer one is a failure
    public HttpCaller(long answerBytesMax) {
        this(builder().build(), answerBytesMax);
    }

    private HttpCaller(HttpClient client, long answerBytesMax) {
        this.client = client;
        this.answerBytesMax = answerBytesMax;
    }

    /// Asks for what is there and waits for the answer.
    ///
    /// @param headers names and values
    /// @param within until the whole answer is there
    /// @throws IOException if there is none; the message says where it was asked and why
    public Reply get(URI uri, Map<String, String> headers, Duration within)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri).GET(), uri, headers, within).text();
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
        return send(uri, FORM, headers, body, within);
    }

    /// Posts a form and answers as soon as the answer begins.
    ///
    /// @param headers names and values
    /// @param within until the answer begins
    /// @param silence the longest that the reader waits for the next bytes of it
    /// @throws IOException if there is none; the message says where it was asked and why
    public Streamed postFormForStream(
            URI uri,
            Map<String, String> headers,
            List<Map.Entry<String, String>> form,
            Duration within,
            Duration silence)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .header("content-type", FORM)
                        .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
        HttpResponse<InputStream> answer =
                send(request, uri, headers, within, _ -> new BodyStream(silence));
        return new Streamed(answer.statusCode(), answer.body());
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

    /// Sends a request of any method and waits for the answer.
    ///
    /// @param headers names and values
    /// @param body none where empty
    /// @param within until the whole answer is there
    /// @throws IOException if there is none; the message says where it was asked and why
    public Reply send(
            String method, URI uri, Map<String, String> headers, byte[] body, Duration within)
            throws IOException, InterruptedException {
        return sendForBytes(method, uri, headers, body, within).text();
    }

    /// Likewise, where the answer is no text.
    public Bytes sendForBytes(
            String method, URI uri, Map<String, String> headers, byte[] body, Duration within)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher =
                body.length == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(body);
        return send(HttpRequest.newBuilder(uri).method(method, publisher), uri, headers, within);
    }

    @Override
    public void close() {
        client.close();
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_WITHIN);
    }

    private Reply send(
            URI uri,
            String contentType,
            Map<String, String> headers,
            HttpRequest.BodyPublisher body,
            Duration within)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).header("content-type", contentType).POST(body);
        return send(request, uri, headers, within).text();
    }

    private Bytes send(
            HttpRequest.Builder request, URI uri, Map<String, String> headers, Duration within)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                send(
                        request,
                        uri,
                        headers,
                        within,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), answerBytesMax));
        return new Bytes(answer.statusCode(), answer.headers(), answer.body());
    }

    private <T> HttpResponse<T> send(
            HttpRequest.Builder request,
            URI uri,
            Map<String, String> headers,
            Duration within,
            HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<T>> asked = client.sendAsync(request.build(), handler);
        try {
            // The client's own timeout ends when the headers are there.
            return asked.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw cannotAsk(uri, "no answer within " + within.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw cannotAsk(uri, why(e.getCause()), e);
        } finally {
            asked.cancel(true);
        }
    }

    private static IOException cannotAsk(URI uri, String why, Exception cause) {
        return new IOException("cannot ask %s: %s".formatted(uri, why), cause);
    }

    private static String encode(List<Map.Entry<String, String>> form) {
        return form.stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String why(@Nullable Throwable failure) {
        return switch (failure) {
            case HttpConnectTimeoutException _ ->
                    "no connection within " + CONNECT_WITHIN.toSeconds() + " s";
            case SSLException e -> "TLS: " + last(e).getMessage();
            case ConnectException e -> isUnresolved(e) ? "unknown host" : "nobody listens there";
            case null -> "no answer";
            default -> String.valueOf(failure.getMessage());
        };
    }

    private static Throwable last(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isUnresolved(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof UnresolvedAddressException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }
}
