package io.tributary.server.api;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.MatrixSeries;
import io.tributary.promql.QueryValue;
import io.tributary.promql.VectorSample;
import io.tributary.runtime.http.HttpAnswer;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Answers of the query API, written as Prometheus writes them (`web/api/v1/json_codec.go`) while
/// they are sent.
///
/// ```
/// {"status":"success","data":…,"warnings":[…],"infos":[…]}
/// ```
public final class ApiAnswer {
    private static final int BUFFER_BYTES = 8 * 1024;

    /// The warning of an answer that was cut at its `limit`.
    public static final String TRUNCATED = "results truncated due to limit";

    /// Writes what stands under `data`.
    @FunctionalInterface
    public interface Part {
        void writeTo(JsonWriter json) throws IOException;
    }

    private ApiAnswer() {}

    /// A query's value.
    ///
    /// @param statistics empty where none were asked for
    public static HttpAnswer query(
            QueryValue value,
            Optional<AnswerStatistics> statistics,
            List<String> warnings,
            List<String> infos) {
        return success(
                json -> {
                    json.beginObject().name("resultType").string(type(value)).name("result");
                    writeValue(json, value);
                    if (statistics.isPresent()) {
                        json.name("stats");
                        statistics.get().writeTo(json);
                    }
                    json.endObject();
                },
                warnings,
                infos);
    }

    public static HttpAnswer texts(Collection<String> texts, List<String> warnings) {
        return success(
                json -> {
                    json.beginArray();
                    for (String text : texts) {
                        json.htmlSafe(text);
                    }
                    json.endArray();
                },
                warnings,
                List.of());
    }

    public static HttpAnswer labelSets(Collection<Labels> sets, List<String> warnings) {
        return success(
                json -> {
                    json.beginArray();
                    for (Labels set : sets) {
                        writeLabels(json, set);
                    }
                    json.endArray();
                },
                warnings,
                List.of());
    }

    /// Without an envelope, as Mimir answers on its own routes.
    public static HttpAnswer bare(Part body) {
        return HttpAnswer.json(
                200,
                out -> {
                    JsonWriter json = new JsonWriter(new byte[BUFFER_BYTES], out::write);
                    body.writeTo(json);
                    json.flush();
                });
    }

    /// Without warnings.
    public static HttpAnswer success(Part data) {
        return success(data, List.of(), List.of());
    }

    public static HttpAnswer success(Part data, List<String> warnings, List<String> infos) {
        return HttpAnswer.json(
                200,
                out -> {
                    JsonWriter json = new JsonWriter(new byte[BUFFER_BYTES], out::write);
                    json.beginObject().name("status").string("success").name("data");
                    data.writeTo(json);
                    writeNotes(json, "warnings", warnings);
                    writeNotes(json, "infos", infos);
                    json.endObject().flush();
                });
    }

    private static String type(QueryValue value) {
        return switch (value) {
            case QueryValue.Scalar _ -> "scalar";
            case QueryValue.Text _ -> "string";
            case QueryValue.Vector _ -> "vector";
            case QueryValue.Matrix _ -> "matrix";
        };
    }

    private static void writeValue(JsonWriter json, QueryValue value) throws IOException {
        switch (value) {
            case QueryValue.Scalar(var time, var number) -> json.point(time, number);
            case QueryValue.Text(var time, var text) ->
                    json.beginArray().timestamp(time).htmlSafe(text).endArray();
            case QueryValue.Vector(var samples) -> {
                HistogramJson histograms = new HistogramJson();
                json.beginArray();
                for (VectorSample sample : samples) {
                    writeSample(json, sample, histograms);
                }
                json.endArray();
            }
            case QueryValue.Matrix(var series) -> {
                HistogramJson histograms = new HistogramJson();
                json.beginArray();
                for (MatrixSeries one : series) {
                    writeSeries(json, one, histograms);
                }
                json.endArray();
            }
        }
    }

    private static void writeSample(JsonWriter json, VectorSample sample, HistogramJson histograms)
            throws IOException {
        json.beginObject().name("metric");
        writeLabels(json, sample.labels());
        if (sample.isHistogram()) {
            json.name("histogram").beginArray().timestamp(sample.timeMillis());
            histograms.write(json, sample.histogram());
            json.endArray();
        } else {
            json.name("value").point(sample.timeMillis(), sample.value());
        }
        json.endObject();
    }

    /// Floats and histograms stand apart, each where there are any.
    private static void writeSeries(JsonWriter json, MatrixSeries series, HistogramJson histograms)
            throws IOException {
        json.beginObject().name("metric");
        writeLabels(json, series.labels());
        SampleColumn samples = series.samples();
        if (samples.histogramCount() < samples.size()) {
            json.name("values").beginArray();
            for (int i = 0; i < samples.size(); i++) {
                if (!samples.isHistogram(i)) {
                    json.point(samples.time(i), samples.value(i));
                }
            }
            json.endArray();
        }
        if (samples.hasHistograms()) {
            json.name("histograms").beginArray();
            for (int i = 0; i < samples.size(); i++) {
                if (samples.isHistogram(i)) {
                    json.beginArray().timestamp(samples.time(i));
                    histograms.write(json, samples.histogram(i));
                    json.endArray();
                }
            }
            json.endArray();
        }
        json.endObject();
    }

    public static void writeLabels(JsonWriter json, Labels labels) throws IOException {
        json.beginObject();
        for (Label label : labels.asList()) {
            json.name(label.name()).string(label.value());
        }
        json.endObject();
    }

    private static void writeNotes(JsonWriter json, String name, List<String> notes)
            throws IOException {
        if (notes.isEmpty()) {
            return;
        }
        json.name(name).beginArray();
        for (String note : notes) {
            json.htmlSafe(note);
        }
        json.endArray();
    }
}
