package io.tributary.server.raw;

import io.tributary.format.json.JsonWriter;
import io.tributary.format.jsonlines.JsonLineWriter;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.api.ApiTime;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.query.Question;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// VictoriaMetrics' `export`: samples as they are stored, as lines of JSON, read series by series
/// while they are sent.
public final class ExportApi {
    private static final int BAD_REQUEST = 400;

    /// What the writer of lines holds.
    private static final int WRITER_BYTES = 512 * 1024;

    private static final int BUFFER_BYTES = 16 * 1024;

    /// Of a series that is remembered, so that it is told once.
    private static final int SEEN_BYTES = 200;

    private final RawReads reads;

    public ExportApi(RawReads reads) {
        this.reads = reads;
    }

    public void addTo(ApiRoutes routes) {
        routes.scoped(
                Kind.OWN,
                "GET, POST",
                "/export",
                "`match[]` (at least one), `start`, `end`, `max_rows_per_line`, `format` (`json`): samples as lines of JSON, as VictoriaMetrics has it: [export](query-api.md#export)",
                this::export);
    }

    private HttpAnswer export(ApiRoute.Request request) {
        ApiParameters parameters = request.parameters();
        List<List<Matcher>> matchers = parameters.selectors(true);
        if (matchers.isEmpty()) {
            throw new HttpRefusalException(BAD_REQUEST, "no match[] parameter provided");
        }
        if (!parameters.text("format").isEmpty() && !parameters.text("format").equals("json")) {
            throw ApiParameters.invalid("format", "only json is written");
        }
        long start = parameters.timeMillis("start", ApiTime.START_MILLIS);
        long end = parameters.timeMillis("end", ApiTime.END_MILLIS);
        int rowsMax = rowsMax(parameters);
        // A selector leaves its start out; a range of the API has it in.
        List<Selector> selectors =
                matchers.stream()
                        .map(each -> new Selector(each, Math.min(start - 1, end), end))
                        .toList();
        return reads.streamed(
                request,
                Question.read(parameters.parameters().all("match[]"), "export", start, end),
                Long.MAX_VALUE,
                List.of(Map.entry("content-type", "application/stream+json; charset=utf-8")),
                (reading, out) -> write(reading, selectors, rowsMax, out));
    }

    /// 0, as well as what is missing, leaves it to the writer.
    private static int rowsMax(ApiParameters parameters) {
        long rows = parameters.number("max_rows_per_line").orElse(0);
        if (rows < 0) {
            throw ApiParameters.invalid("max_rows_per_line", "must not be negative");
        }
        return rows == 0 ? Integer.MAX_VALUE : (int) Math.min(rows, Integer.MAX_VALUE);
    }

    private static void write(
            Reading reading, List<Selector> selectors, int rowsMax, OutputStream out)
            throws IOException {
        reading.budget().take(WRITER_BYTES, "a line of the answer");
        Lines lines = new Lines(rowsMax, out::write);
        Set<Labels> seen = new HashSet<>();
        try (SeriesView view = reading.select(selectors)) {
            for (int selector = 0; selector < selectors.size(); selector++) {
                Selector of = selectors.get(selector);
                for (int i = 0; i < view.seriesCount(selector); i++) {
                    Labels labels = view.labels(selector, i);
                    if (selectors.size() > 1) {
                        reading.budget().take(SEEN_BYTES, "series that were told");
                    }
                    if (selectors.size() == 1 || seen.add(labels)) {
                        lines.write(
                                labels,
                                reading.read(view, selector, i, of.fromMillis(), of.toMillis()));
                    }
                }
            }
        }
    }

    /// Series as lines. For one answer, on one thread.
    private static final class Lines {
        private final int rowsMax;
        private final JsonLineWriter writer;
        private final HistogramParts parts = new HistogramParts();

        Lines(int rowsMax, JsonWriter.Sink sink) {
            this.rowsMax = rowsMax;
            this.writer = new JsonLineWriter(new byte[BUFFER_BYTES], sink);
        }

        void write(Labels labels, SampleColumn samples) throws IOException {
            writer.begin(labels);
            for (int i = 0; i < samples.size(); i++) {
                if (i > 0 && i % rowsMax == 0) {
                    writer.end();
                }
                if (samples.isHistogram(i)) {
                    samples.stored(i).into(parts);
                    writer.histogram(
                            samples.time(i), samples.histogram(i).hint(), parts, samples.start(i));
                } else {
                    writer.sample(
                            samples.time(i),
                            Double.doubleToRawLongBits(samples.value(i)),
                            samples.start(i));
                }
            }
            writer.end();
        }
    }
}
