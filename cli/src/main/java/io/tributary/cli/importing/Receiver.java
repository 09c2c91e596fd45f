package io.tributary.cli.importing;

import io.tributary.cli.client.ErrorText;
import io.tributary.cli.client.Target;
import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonReader;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.http.client.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringTokenizer;
import java.util.TreeMap;

/// Our server, that lines are brought to and that counts what it has. Of one thread.
final class Receiver implements AutoCloseable {
    /// How long it may take nothing at all before we give up.
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration WITHIN = Duration.ofMinutes(3);

    /// A stretch that is too much for one query is asked for in halves, down to this.
    private static final long SPAN_MILLIS_MIN = 60_000;

    /// A hundred years: the longest range that a query may have is not much longer.
    private static final long SPAN_MILLIS_MAX = 36_525 * 86_400_000L;

    private static final int WAIT_SECONDS_MAX = 60;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final Target target;
    private final HttpCaller caller;
    private final URI write;
    private final Clock clock;

    /// What became of a batch.
    ///
    /// @param first the first refusal in words; empty where there is none
    record Told(long stored, long repeated, SortedMap<String, Long> refused, String first) {
        /// Of no lines.
        static final Told NOTHING = new Told(0, 0, new TreeMap<>(), "");

        Told {
            refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
        }
    }

    /// @param database becomes the label `db` of what is sent; empty: no such label
    Receiver(Target target, String database, Clock clock) throws IOException {
        this.target = target;
        this.clock = clock;
        String label =
                database.isEmpty()
                        ? ""
                        : "&db=" + URLEncoder.encode(database, StandardCharsets.UTF_8);
        this.write = target.uri("/write?import=true&precision=ns" + label);
        this.caller = target.caller();
    }

    /// Sends lines and waits until they are durable; again while it is told to come later, or
    /// nobody answers.
    ///
    /// @throws IOException if it is refused as a whole, or not taken for {@link #PATIENCE}
    Told send(LineBatch lines) throws IOException, InterruptedException {
        byte[] body = lines.gzip();
        long end = clock.monotonicNanos() + PATIENCE.toNanos();
        while (true) {
            long waitSeconds;
            String why;
            try {
                HttpCaller.Bytes answer = post(body);
                if (answer.status() != UNAVAILABLE && answer.status() != TOO_MANY) {
                    return told(answer);
                }
                waitSeconds = retryAfterSeconds(answer);
                why = ErrorText.of(answer.string());
            } catch (NoAnswerException e) {
                waitSeconds = 1;
                why = String.valueOf(e.getMessage());
            }
            if (clock.monotonicNanos() + Duration.ofSeconds(waitSeconds).toNanos() > end) {
                throw new IOException(
                        "%s took nothing for %d min: %s"
                                .formatted(target, PATIENCE.toMinutes(), why));
            }
            Thread.sleep(Duration.ofSeconds(waitSeconds));
        }
    }

    /// How many samples of a metric it has in a stretch of time.
    ///
    /// @param labels the values that each may have
    /// @param span not empty
    long count(String metric, Map<String, List<String>> labels, Span span)
            throws IOException, InterruptedException {
        if (span.lengthMillis() > SPAN_MILLIS_MAX) {
            return countHalves(metric, labels, span);
        }
        List<Map.Entry<String, String>> form =
                List.of(
                        Map.entry("query", CountQuery.of(metric, labels, span)),
                        Map.entry("time", CountQuery.seconds(span.endMillis() - 1)));
        HttpCaller.Reply reply =
                caller.postForm(target.uri("/api/v1/query"), target.headers(), form, WITHIN);
        boolean isTooMuch = reply.status() == UNPROCESSABLE || reply.status() == UNAVAILABLE;
        if (isTooMuch && span.lengthMillis() > SPAN_MILLIS_MIN) {
            return countHalves(metric, labels, span);
        }
        if (reply.status() != OK) {
            throw refused(reply.status(), reply.body());
        }
        List<Json> result = JsonReader.read(reply.body()).member("data").member("result").list();
        return result.isEmpty()
                ? 0
                : (long)
                        Double.parseDouble(result.getFirst().member("value").list().get(1).plain());
    }

    private long countHalves(String metric, Map<String, List<String>> labels, Span span)
            throws IOException, InterruptedException {
        long middle = span.startMillis() + span.lengthMillis() / 2;
        return count(metric, labels, new Span(span.startMillis(), middle))
                + count(metric, labels, new Span(middle, span.endMillis()));
    }

    @Override
    public void close() {
        caller.close();
    }

    /// Nobody answered; nothing is known of what was sent.
    private static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1;

        NoAnswerException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private HttpCaller.Bytes post(byte[] body) throws NoAnswerException, InterruptedException {
        Map<String, String> headers = new TreeMap<>(target.headers());
        headers.put("Content-Encoding", "gzip");
        try {
            return caller.sendForBytes("POST", write, headers, body, WITHIN);
        } catch (IOException e) {
            throw new NoAnswerException(e);
        }
    }

    private Told told(HttpCaller.Bytes answer) throws IOException {
        Optional<String> written = answer.header("x-tributary-written");
        boolean isAnswer = answer.status() == NO_CONTENT || answer.status() == BAD_REQUEST;
        if (!isAnswer || written.isEmpty()) {
            throw refused(answer.status(), answer.string());
        }
        long repeated = Long.parseLong(answer.header("x-tributary-repeated").orElse("0"));
        return new Told(
                Long.parseLong(written.get()) - repeated,
                repeated,
                reasons(answer.header("x-tributary-refused").orElse("")),
                answer.status() == BAD_REQUEST ? ErrorText.of(answer.string()) : "");
    }

    private IOException refused(int status, String body) {
        String why = body.isBlank() ? "it does not tell what became of the samples" : body;
        return new IOException("%s: %d: %s".formatted(target, status, ErrorText.of(why)));
    }

    /// The pairs among the words, such as `conflict=3`.
    private static SortedMap<String, Long> reasons(String words) {
        SortedMap<String, Long> reasons = new TreeMap<>();
        StringTokenizer each = new StringTokenizer(words, " ()");
        while (each.hasMoreTokens()) {
            String word = each.nextToken();
            int equals = word.indexOf('=');
            if (equals > 0) {
                reasons.merge(
                        word.substring(0, equals),
                        Long.parseLong(word.substring(equals + 1)),
                        Long::sum);
            }
        }
        return reasons;
    }

    private static long retryAfterSeconds(HttpCaller.Bytes answer) {
        try {
            long seconds = Long.parseLong(answer.header("retry-after").orElse("1"));
            return Math.clamp(seconds, 1, WAIT_SECONDS_MAX);
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
