package io.tributary.cli.registry;

import io.tributary.cli.client.ErrorText;
import io.tributary.cli.client.Target;
import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.json.JsonReader;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.query.SeriesNames;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.runtime.http.client.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the registry's API of one server, and what its query API tells of what is registered.
record AdminClient(Target target) {
    private static final String PREFIX = "/admin/v1/";
    private static final String QUERY_PREFIX = "/api/v1/";
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final int REFUSED_MIN = 400;
    private static final byte[] NO_BODY = {};

    /// What was answered.
    ///
    /// @param raw the answer's `data`, as it came
    /// @param data the same, read
    record Reply(String raw, Json data) {}

    static Syntax addTo(Syntax syntax) {
        return Output.addTo(Target.addServerTo(syntax));
    }

    static AdminClient of(Arguments arguments) throws IOException {
        return new AdminClient(Target.of(arguments));
    }

    static String path(ObjectKind kind, String name) {
        return kind.plural() + "/" + encode(name);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send("GET", path, Map.of(), NO_BODY);
    }

    /// Asks the query API.
    ///
    /// @param path below `/api/v1/`
    /// @param tenant whose; empty where the credential says it
    /// @throws IOException as {@link #send}
    Reply query(String path, Optional<String> tenant) throws IOException, InterruptedException {
        return ask(
                "GET",
                QUERY_PREFIX + path,
                tenant.map(name -> Map.of("X-Scope-OrgID", name)).orElse(Map.of()),
                NO_BODY);
    }

    /// Asks.
    ///
    /// @param path below `/admin/v1/`
    /// @throws IOException if no answer can be had, or the answer is no; says what the server said
    Reply send(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        return ask(method, PREFIX + path, headers, body);
    }

    private Reply ask(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        URI uri = target.uri(path);
        Map<String, String> all = new HashMap<>(target.headers());
        all.putAll(headers);
        HttpCaller.Reply reply;
        try (HttpCaller caller = target.caller()) {
            reply = caller.send(method, uri, all, body, WITHIN);
        }
        if (reply.status() >= REFUSED_MIN) {
            throw new IOException("%d: %s".formatted(reply.status(), error(reply.body())));
        }
        try {
            return new Reply(
                    JsonReader.raw(reply.body(), "data"),
                    JsonReader.read(reply.body()).member("data"));
        } catch (JsonException e) {
            throw new IOException(
                    "what answers at %s is no Tributary: %s".formatted(uri, e.getMessage()), e);
        }
    }

    private static String error(String body) {
        return String.join(
                "\n",
                List.of(ErrorText.of(body).split("\n", -1)).stream()
                        .map(SeriesNames::clean)
                        .toList());
    }
}
