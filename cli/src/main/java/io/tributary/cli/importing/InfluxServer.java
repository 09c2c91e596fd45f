package io.tributary.cli.importing;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.json.JsonReader;
import io.tributary.runtime.http.client.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// An Influx 1.x, asked at `/query`. Closed with its connections; of one thread.
final class InfluxServer implements AutoCloseable {
    /// Until an answer is there, or begins to come.
    private static final Duration WITHIN = Duration.ofMinutes(10);

    /// While it comes.
    private static final Duration SILENCE = Duration.ofMinutes(5);

    /// Points of a series that come as one piece.
    private static final int CHUNK_POINTS = 10_000;

    private static final int OK = 200;

    private final HttpCaller caller;
    private final URI uri;
    private final Map<String, String> headers;
    private final InfluxQl language;

    /// Takes the values of a column.
    @FunctionalInterface
    interface Points {
        /// Takes the next one.
        ///
        /// @param tags of its series; those with an empty value are none
        /// @param value as JSON has it
        void point(Map<String, String> tags, long timeNanos, String value)
                throws IOException, InterruptedException;
    }

    private InfluxServer(
            HttpCaller caller, URI uri, Map<String, String> headers, InfluxQl language) {
        this.caller = caller;
        this.uri = uri;
        this.headers = headers;
        this.language = language;
    }

    /// One database of a server.
    ///
    /// @param headers sent with every question
    /// @param policy the retention policy; empty: the database's default
    /// @param tags that points must have to be looked at
    /// @throws IOException if there is no such database or policy, or it cannot be asked
    static InfluxServer open(
            URI uri,
            Map<String, String> headers,
            String database,
            String policy,
            Map<String, String> tags)
            throws IOException, InterruptedException {
        HttpCaller caller = new HttpCaller();
        try {
            InfluxQl unknown = new InfluxQl(database, policy, tags);
            String found = new InfluxServer(caller, uri, headers, unknown).policy(policy);
            return new InfluxServer(caller, uri, headers, new InfluxQl(database, found, tags));
        } catch (IOException | InterruptedException e) {
            caller.close();
            throw e;
        }
    }

    /// The name of the retention policy that is read.
    String policy() {
        return language.policy();
    }

    /// All columns, by measurement and field.
    ///
    /// @param measurements only of these; of all where empty
    List<FieldColumn> columns(Set<String> measurements) throws IOException, InterruptedException {
        List<FieldColumn> columns = new ArrayList<>();
        for (Json series : ask(language.fields())) {
            String measurement = series.member("name").plain();
            if (!measurements.isEmpty() && !measurements.contains(measurement)) {
                continue;
            }
            Map<String, Set<FieldKind>> kinds = new TreeMap<>();
            for (Json row : series.member("values").list()) {
                FieldKind kind = kind(row.list().get(1).plain());
                kinds.computeIfAbsent(
                                row.list().getFirst().plain(), _ -> EnumSet.noneOf(FieldKind.class))
                        .add(kind);
            }
            kinds.forEach((field, told) ->
                    FieldKind.of(told)
                            .forEach(kind ->
                                    columns.add(new FieldColumn(measurement, field, kind))));
        }
        return columns;
    }

    /// From the first value within `within` to the last; empty where there is none.
    Optional<Span> span(FieldColumn column, Span within) throws IOException, InterruptedException {
        Optional<Long> first = number(ask(language.aggregate("first", column, within)), 0);
        Optional<Long> last = number(ask(language.aggregate("last", column, within)), 0);
        return first.isEmpty() || last.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Span(
                                Math.floorDiv(first.get(), LineText.NANOS_PER_MILLI),
                                Math.floorDiv(last.get(), LineText.NANOS_PER_MILLI) + 1));
    }

    /// How many values there are.
    long count(FieldColumn column, Span span) throws IOException, InterruptedException {
        return span.isEmpty()
                ? 0
                : number(ask(language.aggregate("count", column, span)), 1).orElse(0L);
    }

    /// The values of a tag in one measurement.
    List<String> tagValues(String measurement, String tag)
            throws IOException, InterruptedException {
        List<String> values = new ArrayList<>();
        for (Json series : ask(language.tagValues(measurement, tag))) {
            for (Json row : series.member("values").list()) {
                values.add(row.list().get(1).plain());
            }
        }
        return values;
    }

    /// Hands all values of a column to `points`, series by series, each from old to new. The same
    /// question has the same order as long as nothing is written.
    void points(FieldColumn column, Span span, Points points)
            throws IOException, InterruptedException {
        List<Map.Entry<String, String>> form = form(language.points(column, span));
        form.add(Map.entry("chunked", "true"));
        form.add(Map.entry("chunk_size", Integer.toString(CHUNK_POINTS)));
        try (HttpCaller.Streamed answer =
                caller.postFormForStream(uri, headers, form, WITHIN, SILENCE)) {
            AnswerLines lines = new AnswerLines(answer.body());
            boolean isOpen = true;
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                Json result = result(answer.status(), line.get());
                isOpen = result.has("partial");
                for (Json series : series(result)) {
                    hand(series, points);
                }
            }
            if (isOpen) {
                throw new JsonException("the answer is not whole");
            }
        } catch (JsonException e) {
            throw wrong(e);
        }
    }

    @Override
    public void close() {
        caller.close();
    }

    private static void hand(Json series, Points points) throws IOException, InterruptedException {
        Map<String, String> tags = new TreeMap<>();
        if (series.has("tags") && series.member("tags") instanceof Json.Members(var members)) {
            for (Map.Entry<String, Json> tag : members.entrySet()) {
                tags.put(tag.getKey(), tag.getValue().plain());
            }
            tags.values().removeIf(String::isEmpty);
        }
        for (Json row : series.member("values").list()) {
            long nanos = wholeNumber(row.list().getFirst().plain());
            points.point(tags, nanos, row.list().get(1).plain());
        }
    }

    private String policy(String wanted) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (Json series : ask(language.policies())) {
            for (Json row : series.member("values").list()) {
                String name = row.list().getFirst().plain();
                boolean isDefault = row.list().getLast().plain().equals("true");
                if (wanted.isEmpty() ? isDefault : wanted.equals(name)) {
                    return name;
                }
                names.add(name);
            }
        }
        throw new IOException(
                "%s: database %s has no retention policy %s, but %s"
                        .formatted(
                                uri,
                                language.database(),
                                wanted.isEmpty() ? "by default" : wanted,
                                names));
    }

    /// The series of an answer that is held as a whole.
    private List<Json> ask(String statement) throws IOException, InterruptedException {
        HttpCaller.Reply reply = caller.postForm(uri, headers, form(statement), WITHIN);
        try {
            Json result = result(reply.status(), reply.body());
            if (result.has("partial")) {
                throw new JsonException("the answer is cut: raise max-row-limit of its [http]");
            }
            return series(result);
        } catch (JsonException e) {
            throw wrong(e);
        }
    }

    private static List<Map.Entry<String, String>> form(String statement) {
        return new ArrayList<>(List.of(Map.entry("q", statement), Map.entry("epoch", "ns")));
    }

    /// What it says to the one statement.
    private Json result(int status, String body) throws IOException {
        Json answer;
        try {
            answer = JsonReader.read(body);
        } catch (JsonException e) {
            if (status == OK) {
                throw e;
            }
            throw new IOException("%s: %d: %s".formatted(uri, status, body.strip()), e);
        }
        if (answer.has("error")) {
            throw new IOException("%s: %s".formatted(uri, answer.member("error").plain()));
        }
        List<Json> results = answer.member("results").list();
        if (results.size() != 1) {
            throw new JsonException("found %d results, expected one".formatted(results.size()));
        }
        Json result = results.getFirst();
        if (result.has("error")) {
            throw new IOException("%s: %s".formatted(uri, result.member("error").plain()));
        }
        return result;
    }

    private static List<Json> series(Json result) throws JsonException {
        return result.has("series") ? result.member("series").list() : List.of();
    }

    /// A cell of the one row of the one series; empty where there is none.
    private static Optional<Long> number(List<Json> series, int cell) throws JsonException {
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        wholeNumber(
                                series.getFirst()
                                        .member("values")
                                        .list()
                                        .getFirst()
                                        .list()
                                        .get(cell)
                                        .plain()));
    }

    private static long wholeNumber(String text) throws JsonException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new JsonException("found %s, expected a whole number".formatted(text));
        }
    }

    private static FieldKind kind(String word) throws JsonException {
        for (FieldKind kind : FieldKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new JsonException("found a field of an unknown kind, " + word);
    }

    private IOException wrong(JsonException e) {
        return new IOException(
                "%s does not answer as Influx 1: %s".formatted(uri, e.getMessage()), e);
    }
}
