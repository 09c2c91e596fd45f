package io.tributary.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.promql.MatrixSeries;
import io.tributary.promql.QueryStatistics;
import io.tributary.promql.QueryValue;
import io.tributary.promql.VectorSample;
import io.tributary.runtime.http.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The expected texts are what Prometheus 3.14 answers.
class ApiAnswerTest {
    private static final Labels UP =
            new Labels.Builder().set("__name__", "up").set("job", "a\"b<é").build();

    @Test
    void query_vector_isWrittenAsPrometheusDoes() throws IOException {
        QueryValue value =
                new QueryValue.Vector(
                        List.of(
                                new VectorSample(UP, 1_435_781_451_781L, 1.5),
                                new VectorSample(Labels.empty(), 1_000, Double.NaN)));

        assertThat(text(value))
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                                + "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\\\"b<é\"},\"value\":[1435781451.781,\"1.5\"]},"
                                + "{\"metric\":{},\"value\":[1,\"NaN\"]}]}}");
    }

    @Test
    void query_matrix_isWrittenAsPrometheusDoes() throws IOException {
        QueryValue value =
                new QueryValue.Matrix(
                        List.of(
                                new MatrixSeries(
                                        UP,
                                        new long[] {0, 15_010, -1},
                                        new double[] {0, Double.POSITIVE_INFINITY, 1e21})));

        assertThat(text(value))
                .contains("\"resultType\":\"matrix\"")
                .contains("\"values\":[[0,\"0\"],[15.010,\"+Inf\"],[-0.001,\"1e+21\"]]}]}}");
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
                        OptionalLong.of(1_500_000_000),
                        new QueryStatistics(7, 2, 1),
                        List.of("w"),
                        List.of("i", "j"));

        assertThat(text(answer))
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[0,\"1\"],"
                                + "\"stats\":{\"timings\":{\"execTotalTime\":1.500},\"samples\":{\"totalQueryableSamples\":7,\"samplesRead\":7}}},"
                                + "\"warnings\":[\"w\"],\"infos\":[\"i\",\"j\"]}");
    }

    private static String text(QueryValue value) throws IOException {
        return text(
                ApiAnswer.query(
                        value,
                        OptionalLong.empty(),
                        new QueryStatistics(0, 0, 0),
                        List.of(),
                        List.of()));
    }

    private static String text(HttpAnswer answer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        answer.body().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
