package io.tributary.server.api;

import io.tributary.format.json.JsonWriter;
import io.tributary.promql.QuerySamples;
import io.tributary.promql.QueryStatistics;
import java.io.IOException;
import java.util.function.ToLongFunction;

/// What an answer says of its own cost, where that was asked for.
///
/// @param tookNanos from the question to the answer
/// @param bySteps whether samples are told of each step
public record AnswerStatistics(
        long tookNanos, QueryStatistics cost, QuerySamples samples, boolean bySteps) {
    private static final double NANOS_PER_SECOND = 1e9;

    /// What Prometheus holds a sample in, and weighs histograms by.
    private static final long SAMPLE_BYTES = 16;

    /// Prometheus' own names (`util/stats/query_stats.go`), as far as there is something to say
    /// under them; what is counted here alone stands under `tributary`.
    void writeTo(JsonWriter json) throws IOException {
        json.beginObject().name("timings").beginObject();
        json.name("evalTotalTime").number(cost.evaluatedNanos() / NANOS_PER_SECOND);
        json.name("execQueueTime").number(cost.waitedNanos() / NANOS_PER_SECOND);
        json.name("execTotalTime").number(tookNanos / NANOS_PER_SECOND);
        json.endObject().name("samples").beginObject();
        writeSteps(json, "totalQueryableSamplesPerStep", QuerySamples.Step::taken);
        json.name("totalQueryableSamples").number(samples.taken());
        writeSteps(json, "samplesReadPerStep", QuerySamples.Step::read);
        json.name("samplesRead").number(samples.read());
        json.name("peakSamples").number(Math.ceilDiv(cost.peakBytes(), SAMPLE_BYTES));
        json.endObject().name("tributary").beginObject();
        json.name("samplesRead").number(cost.samplesRead());
        json.name("seriesRead").number(cost.seriesRead());
        json.name("peakBytes").number(cost.peakBytes());
        json.endObject().endObject();
    }

    private void writeSteps(JsonWriter json, String name, ToLongFunction<QuerySamples.Step> figure)
            throws IOException {
        if (!bySteps) {
            return;
        }
        json.name(name).beginArray();
        for (QuerySamples.Step step : samples.steps()) {
            json.beginArray().timestamp(step.timeMillis());
            json.number(figure.applyAsLong(step)).endArray();
        }
        json.endArray();
    }
}
