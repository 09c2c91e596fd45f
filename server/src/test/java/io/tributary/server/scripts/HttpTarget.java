package io.tributary.server.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.SampleBits;
import io.tributary.promql.ScriptHistograms;
import io.tributary.server.RunningServer;
import io.tributary.server.StoredServer.Connection;
import io.tributary.server.WriteRequestBytes;
import io.tributary.testkit.promqltest.EvalResult;
import io.tributary.testkit.promqltest.SampleValue;
import io.tributary.testkit.promqltest.ScriptTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A server as scripts see it: written to by remote write, asked by Prometheus' API, a new tenant
/// after each `clear`.
///
/// Remote write 1.0 has no start timestamps. Where they were loaded for a metric, an expression
/// that names it is not asked.
final class HttpTarget implements ScriptTarget {
    /// Why an expression is not asked.
    static final String NO_STARTS = "start timestamps";

    private static final int SAMPLES_PER_REQUEST = 5_000;

    private final Connection connection;

    /// The metrics of this tenant that should have start timestamps.
    private final Set<String> started = new HashSet<>();

    private int tenants;
    private int asked;

    HttpTarget(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void clear() {
        tenants++;
        started.clear();
    }

    @Override
    public void load(List<LoadedSeries> series) {
        WriteRequestBytes request = new WriteRequestBytes();
        int samples = 0;
        for (LoadedSeries loaded : series) {
            String[] labels = flat(loaded);
            for (LoadedPoint point : loaded.points()) {
                add(request, point, labels);
                if (point.startMillis() != 0) {
                    started.add(loaded.labels().name());
                }
                if (++samples % SAMPLES_PER_REQUEST == 0) {
                    write(request);
                    request = new WriteRequestBytes();
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

    private static void add(WriteRequestBytes request, LoadedPoint point, String... labels) {
        switch (point.value()) {
            case SampleValue.Real(double value) -> request.sample(point.tMillis(), value, labels);
            case SampleValue.Stale() ->
                    request.sample(
                            point.tMillis(), Double.longBitsToDouble(SampleBits.STALE_NAN), labels);
            case SampleValue.NativeHistogram(var histogram, _) ->
                    request.histogram(
                            point.tMillis(),
                            ScriptHistograms.hint(histogram),
                            ScriptHistograms.stored(histogram),
                            labels);
        }
    }

    private void write(WriteRequestBytes request) {
        HttpResponse<String> answer = sent(() -> connection.write(tenant(), request.snappy()));
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
        if (started.stream().anyMatch(expression::contains)) {
            return new EvalResult.Unsupported(NO_STARTS);
        }
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
