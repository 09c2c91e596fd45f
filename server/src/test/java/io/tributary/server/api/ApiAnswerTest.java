package io.tributary.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.CustomBounds;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.promql.MatrixSeries;
import io.tributary.promql.QuerySamples;
import io.tributary.promql.QueryStatistics;
import io.tributary.promql.QueryValue;
import io.tributary.promql.VectorSample;
import io.tributary.runtime.http.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The expected texts are what Prometheus 3.14 answers.
class ApiAnswerTest {
    private static final String HISTOGRAM =
            "{\"count\":\"7\",\"sum\":\"1.5\",\"buckets\":["
                    + "[1,\"-2\",\"-1.414213562373095\",\"1\"],"
                    + "[3,\"-0.001\",\"0.001\",\"2\"],"
                    + "[0,\"0.7071067811865475\",\"1\",\"1\"],"
                    + "[0,\"1\",\"1.414213562373095\",\"3\"]]}";

    private static final Labels UP =
            new Labels.Builder().set("__name__", "up").set("job", "a\"b<é").build();

    @Test
    void query_vector_isWrittenAsPrometheusDoes() throws IOException {
        QueryValue value =
                new QueryValue.Vector(
                        List.of(
                                VectorSample.ofFloat(UP, 1_435_781_451_781L, 1.5),
                                VectorSample.ofFloat(Labels.empty(), 1_000, Double.NaN),
                                new VectorSample(UP, 2_000, histograms(2_000))));

        assertThat(text(value))
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\\\"b<é\"},\"value\":[1435781451.781,\"1.5\"]},"
                                + "{\"metric\":{},\"value\":[1,\"NaN\"]},"
                                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\\\"b<é\"},\"histogram\":[2,"
                                + HISTOGRAM
                                + "]}]}}");
    }

    @Test
    void query_matrix_isWrittenAsPrometheusDoes() throws IOException {
        QueryValue value =
                new QueryValue.Matrix(
                        List.of(
                                new MatrixSeries(UP, mixed()),
                                new MatrixSeries(UP, histograms(1_000))));

        assertThat(text(value))
                .contains("\"resultType\":\"matrix\"")
                .contains(
                        "\"values\":[[0,\"0\"],[15.010,\"+Inf\"],[-0.001,\"1e+21\"]],"
                                + "\"histograms\":[[1,"
                                + HISTOGRAM
                                + "]]}")
                .contains("é\"},\"histograms\":[[1," + HISTOGRAM + "]]}]}}");
    }

    private static SampleColumn mixed() {
        SampleColumn samples = histograms(1_000);
        samples.add(0, 0);
        samples.add(15_010, Double.POSITIVE_INFINITY);
        samples.add(-1, 1e21);
        return samples;
    }

    /// One histogram at a time.
    private static SampleColumn histograms(long timeMillis) {
        SampleColumn samples = new SampleColumn(4);
        samples.addHistogram(
                timeMillis,
                new FloatHistogram(
                        ResetHint.UNKNOWN,
                        1,
                        0.001,
                        2,
                        7,
                        1.5,
                        FloatBuckets.of(new int[] {0, 1}, new double[] {1, 3}, 2),
                        FloatBuckets.of(new int[] {2}, new double[] {1}, 1),
                        CustomBounds.NONE));
        return samples;
    }

    @Test
    void query_empty_isAnArray() throws IOException {
        assertThat(text(new QueryValue.Vector(List.of())))
                .endsWith("{\"resultType\":\"vector\",\"result\":[]}}");
        assertThat(text(new QueryValue.Matrix(List.of())))
                .endsWith("{\"resultType\":\"matrix\",\"result\":[]}}");
    }

    @Test
    void query_scalarAndString_areWrittenAsPrometheusDoes() throws IOException {
        assertThat(text(new QueryValue.Scalar(1_500, 2)))
                .endsWith("{\"resultType\":\"scalar\",\"result\":[1.500,\"2\"]}}");
        assertThat(text(new QueryValue.Text(1_000, "a&b")))
                .endsWith("{\"resultType\":\"string\",\"result\":[1,\"a\\u0026b\"]}}");
    }

    @Test
    void query_notesAndStatistics_standWherePrometheusHasThem() throws IOException {
        HttpAnswer answer =
                ApiAnswer.query(
                        new QueryValue.Scalar(0, 1),
                        Optional.of(statistics(false)),
                        List.of("w"),
                        List.of("i", "j"));

        assertThat(text(answer))
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[0,\"1\"],"
                                + "\"stats\":{\"timings\":{\"evalTotalTime\":1,\"execQueueTime\":0.000031366,\"execTotalTime\":1.5},"
                                + "\"samples\":{\"totalQueryableSamples\":9,\"samplesRead\":5,\"peakSamples\":256},"
                                + "\"tributary\":{\"samplesRead\":7,\"seriesRead\":2,\"peakBytes\":4096}}},"
                                + "\"warnings\":[\"w\"],\"infos\":[\"i\",\"j\"]}");
    }

    @Test
    void query_statisticsBySteps_standWherePrometheusHasThem() throws IOException {
        HttpAnswer answer =
                ApiAnswer.query(
                        new QueryValue.Scalar(0, 1),
                        Optional.of(statistics(true)),
                        List.of(),
                        List.of());

        assertThat(text(answer))
                .contains(
                        "\"samples\":{\"totalQueryableSamplesPerStep\":[[1.500,4],[2,5]],\"totalQueryableSamples\":9,"
                                + "\"samplesReadPerStep\":[[1.500,4],[2,1]],\"samplesRead\":5,\"peakSamples\":256}");
    }

    private static AnswerStatistics statistics(boolean bySteps) {
        return new AnswerStatistics(
                1_500_000_000,
                new QueryStatistics(7, 2, 4096, 31_366, 1_000_000_000),
                new QuerySamples(
                        9,
                        5,
                        List.of(
                                new QuerySamples.Step(1_500, 4, 4),
                                new QuerySamples.Step(2_000, 5, 1))),
                bySteps);
    }

    private static String text(QueryValue value) throws IOException {
        return text(ApiAnswer.query(value, Optional.empty(), List.of(), List.of()));
    }

    private static String text(HttpAnswer answer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        answer.body().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
