package io.tributary.server.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.SampleBits;
import io.tributary.promql.ScriptHistograms;
import io.tributary.server.RunningServer;
import io.tributary.server.StoredServer.Connection;
import io.tributary.server.WriteRequest2Bytes;
import io.tributary.testkit.promqltest.EvalResult;
import io.tributary.testkit.promqltest.SampleValue;
import io.tributary.testkit.promqltest.ScriptTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.List;

/// A server as scripts see it: written to by remote write 2.0, asked by Prometheus' API, a new
/// tenant after each `clear`.
final class HttpTarget implements ScriptTarget {
    private static final int SAMPLES_PER_REQUEST = 5_000;

    private final Connection connection;
    private int tenants;
    private int asked;

    HttpTarget(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void clear() {
        tenants++;
    }

    @Override
    public void load(List<LoadedSeries> series) {
        WriteRequest2Bytes request = new WriteRequest2Bytes();
        int samples = 0;
        for (LoadedSeries loaded : series) {
            String[] labels = flat(loaded);
            for (LoadedPoint point : loaded.points()) {
                add(request, point, labels);
                if (++samples % SAMPLES_PER_REQUEST == 0) {
                    write(request);
                    request = new WriteRequest2Bytes();
                }
            }
        }
        write(request);
    }

    private static String[] flat(LoadedSeries series) {
        return series.labels().labels().entrySet().stream()
                .flatMap(label -> List.of(label.getKey(), label.getValue()).stream())
                .toArray(String[]::new);
    }

    private static void add(WriteRequest2Bytes request, LoadedPoint point, String... labels) {
        request.series(labels);
        long start = point.startMillis();
        switch (point.value()) {
            case SampleValue.Real(double value) -> request.sample(point.tMillis(), value, start);
            case SampleValue.Stale() ->
                    request.sample(
                            point.tMillis(), Double.longBitsToDouble(SampleBits.STALE_NAN), start);
            case SampleValue.NativeHistogram(var histogram, _) ->
                    request.histogram(
                            point.tMillis(),
                            ScriptHistograms.hint(histogram),
                            ScriptHistograms.stored(histogram),
                            start);
        }
    }

    private void write(WriteRequest2Bytes request) {
        HttpResponse<String> answer = sent(() -> connection.write2(tenant(), request.snappy()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    @Override
    public EvalResult instant(String expression, long tMillis) {
        return ask("/api/v1/query", expression, tMillis, "time", seconds(tMillis));
    }

    @Override
    public EvalResult range(String expression, long startMillis, long endMillis, long stepMillis) {
        return ask(
                "/api/v1/query_range",
                expression,
                startMillis,
                "start",
                seconds(startMillis),
                "end",
                seconds(endMillis),
                "step",
                seconds(stepMillis));
    }

    /// How many questions were asked.
    int asked() {
        return asked;
    }

    private EvalResult ask(String path, String expression, long tMillis, String... times) {
        asked++;
        String form = RunningServer.form("query", expression) + '&' + RunningServer.form(times);
        HttpResponse<String> answer = sent(() -> connection.post(path, tenant(), form));
        return ShownAnswer.read(answer.statusCode(), answer.body(), tMillis);
    }

    private String tenant() {
        return "scripts-" + tenants;
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    private interface Sending {
        HttpResponse<String> send() throws IOException, InterruptedException;
    }

    private static HttpResponse<String> sent(Sending sending) {
        try {
            return sending.send();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
