package io.tributary.cli.audit;

import io.tributary.cli.client.ErrorText;
import io.tributary.cli.client.Target;
import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.json.JsonReader;
import io.tributary.runtime.http.client.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Asks one server for its audit stream.
///
/// @param timeout for the whole answer
record AuditClient(Target target, Duration timeout) {
    private static final String PATH = "/api/v1/audit";
    private static final int OK = 200;

    /// What came back.
    sealed interface Outcome {
        /// Lines that were found.
        ///
        /// @param lines as they came
        /// @param damaged how many could not be read
        /// @param more whether there are more than were asked for
        record Answered(List<String> lines, long damaged, boolean more) implements Outcome {
            public Answered {
                lines = List.copyOf(lines);
            }
        }

        /// The server said no.
        ///
        /// @param error in its words
        record Refused(int status, String error) implements Outcome {}
    }

    /// Asks.
    ///
    /// @throws IOException if no answer can be had, or it is cut off; names the URL
    Outcome ask(List<Map.Entry<String, String>> form) throws IOException, InterruptedException {
        URI uri = target.uri(PATH);
        try (HttpCaller caller = target.caller()) {
            HttpCaller.Reply reply = caller.postForm(uri, target.headers(), form, timeout);
            return reply.status() == OK ? answered(uri, reply.body()) : refused(reply);
        }
    }

    private static Outcome answered(URI uri, String body) throws IOException {
        List<String> lines = body.lines().toList();
        try {
            Json last = JsonReader.read(lines.isEmpty() ? "" : lines.getLast());
            if (last.member("type").plain().equals("end")) {
                return new Outcome.Answered(
                        lines.subList(0, lines.size() - 1),
                        Long.parseLong(last.member("damaged").plain()),
                        Boolean.parseBoolean(last.member("more").plain()));
            }
        } catch (JsonException | NumberFormatException e) {
            throw new IOException(
                    "what answers at %s tells of no audit stream, or not to the end: %s"
                            .formatted(uri, e.getMessage()),
                    e);
        }
        throw new IOException("the answer of %s is cut off".formatted(uri));
    }

    private static Outcome refused(HttpCaller.Reply reply) {
        return new Outcome.Refused(reply.status(), ErrorText.of(reply.body()));
    }
}
