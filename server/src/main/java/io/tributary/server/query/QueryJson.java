package io.tributary.server.query;

import io.tributary.format.json.JsonWriter;
import io.tributary.promql.QueryStatistics;
import java.io.IOException;
import java.time.Instant;

/// How queries are told of.
///
/// ```
/// {"id":7,"time":"2023-11-14T22:13:20Z","tenant":"anonymous",
///  "principal":"anonymous","client":"127.0.0.1",
///  "params":{"query":"up","start":"…","end":"…","step":15},
///  "durationSeconds":0.002,"waitedSeconds":0.0001,"series":1,"samples":20,"peakBytes":4096,
///  "status":200}
/// ```
///
/// The names under `params` are those of Prometheus' query log; `step` is 0 for one moment. Options
/// that were given stand behind it, as they were sent: `"timeout":"30s"`, `"replicaLabels":["r"]`.
final class QueryJson {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private QueryJson() {}

    /// A query that is over: with `status`, and where there was no answer `errorType` and `error`.
    static void write(JsonWriter json, QueryRecord query) throws IOException {
        begin(json, query.id(), query.startedMillis(), query.asker(), query.question());
        costs(json, query.tookNanos(), query.statistics());
        json.name("status").number(query.status());
        if (query.failure().isPresent()) {
            QueryRecord.Failure failure = query.failure().get();
            json.name("errorType").string(failure.error().type());
            json.name("error").htmlSafe(failure.message());
        }
        json.endObject();
    }

    /// One that is active.
    static void write(JsonWriter json, ActiveQuery query, long tookNanos) throws IOException {
        begin(json, query.id(), query.startedMillis(), query.asker(), query.question());
        costs(json, tookNanos, query.control().statistics());
        json.endObject();
    }

    private static void begin(
            JsonWriter json, long id, long startedMillis, Asker asker, Question question)
            throws IOException {
        json.beginObject().name("id").number(id).name("time").string(time(startedMillis));
        json.name("tenant").htmlSafe(asker.tenantNames());
        json.name("principal").string(asker.principal());
        json.name("client").string(asker.client());
        json.name("params").beginObject().name("query").htmlSafe(question.query());
        json.name("start").string(time(question.startMillis()));
        json.name("end").string(time(question.endMillis()));
        json.name("step").number(question.stepMillis() / MILLIS_PER_SECOND);
        for (Question.Option option : question.options()) {
            json.name(option.name());
            write(json, option);
        }
        json.endObject();
    }

    private static void write(JsonWriter json, Question.Option option) throws IOException {
        if (!option.isList()) {
            json.htmlSafe(option.values().getFirst());
            return;
        }
        json.beginArray();
        for (String value : option.values()) {
            json.htmlSafe(value);
        }
        json.endArray();
    }

    private static void costs(JsonWriter json, long tookNanos, QueryStatistics statistics)
            throws IOException {
        json.name("durationSeconds").number(tookNanos / NANOS_PER_SECOND);
        json.name("waitedSeconds").number(statistics.waitedNanos() / NANOS_PER_SECOND);
        json.name("series").number(statistics.seriesRead());
        json.name("samples").number(statistics.samplesRead());
        json.name("peakBytes").number(statistics.peakBytes());
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
