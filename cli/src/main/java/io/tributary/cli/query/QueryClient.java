package io.tributary.cli.query;

import io.tributary.cli.client.Target;
import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.json.JsonReader;
import io.tributary.runtime.http.client.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Asks one server, by Prometheus' API.
///
/// @param timeout of the query
record QueryClient(Target target, Duration timeout) {
    /// What a server that is late in giving up gets besides.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final int OK = 200;

    /// What came back.
    sealed interface Outcome {
        /// It was answered.
        ///
        /// @param json the whole answer, as it came
        record Answered(String json, Answer answer, List<String> warnings) implements Outcome {}

        /// It was told what would be done.
        ///
        /// @param json the whole answer, as it came
        /// @param plan its `data`
        record Explained(String json, Json plan) implements Outcome {}

        /// The server said no.
        ///
        /// @param error in its words
        record Refused(int status, String error) implements Outcome {}
    }

    /// Asks.
    ///
    /// @throws IOException if no answer can be had, or it is none of Prometheus' API; names the URL
    Outcome ask(Question question) throws IOException, InterruptedException {
        return ask(
                question,
                question.route(),
                (json, read) ->
                        new Outcome.Answered(
                                json,
                                Answer.of(read.member("data")),
                                read.has("warnings") ? texts(read.member("warnings")) : List.of()));
    }

    /// Asks what would be done, which only a Tributary tells.
    ///
    /// @throws IOException as {@link #ask}
    Outcome explain(Question question) throws IOException, InterruptedException {
        return ask(
                question,
                "queries/explain",
                (json, read) -> new Outcome.Explained(json, read.member("data")));
    }

    /// Makes an outcome of a success.
    private interface Reading {
        Outcome of(String json, Json read) throws JsonException;
    }

    private Outcome ask(Question question, String route, Reading reading)
            throws IOException, InterruptedException {
        URI uri = target.uri("/api/v1/" + route);
        try (HttpCaller caller = target.caller()) {
            HttpCaller.Reply reply =
                    caller.postForm(
                            uri, target.headers(), question.form(timeout), timeout.plus(GRACE));
            return outcome(reply, reading);
        } catch (JsonException e) {
            throw new IOException(
                    "what answers at %s is not Prometheus' API: %s".formatted(uri, e.getMessage()),
                    e);
        }
    }

    private static Outcome outcome(HttpCaller.Reply reply, Reading reading) throws JsonException {
        Json json;
        try {
            json = JsonReader.read(reply.body());
        } catch (JsonException e) {
            if (reply.status() == OK) {
                throw e;
            }
            return new Outcome.Refused(reply.status(), reply.body().strip());
        }
        if (json.has("error")) {
            return new Outcome.Refused(reply.status(), json.member("error").plain());
        }
        return reading.of(reply.body(), json);
    }

    private static List<String> texts(Json list) throws JsonException {
        List<String> texts = new ArrayList<>();
        for (Json item : list.list()) {
            texts.add(item.plain());
        }
        return texts;
    }
}
