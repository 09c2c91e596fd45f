package io.tributary.server.raw;

import io.tributary.format.remoteread.ChunkFrameWriter;
import io.tributary.format.remoteread.ReadQuery;
import io.tributary.format.remoteread.ReadRequest;
import io.tributary.format.remoteread.ResponseType;
import io.tributary.format.remoteread.SamplesWriter;
import io.tributary.model.Matcher;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.query.Question;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Prometheus' remote read: all queries of a request are selected at one moment, and read series by
/// series while the answer is sent.
///
/// An answer of samples is whole in memory before its first byte leaves, and held to the samples
/// that a query may read; an answer of chunks holds one series and one frame.
///
/// Source: Prometheus `storage/remote/read_handler.go`.
public final class RemoteReadApi {
    private static final int BAD_REQUEST = 400;
    private static final String TEXT =
            "remote read, samples or chunks: [remote read](query-api.md#remote-read)";

    private final RawReads reads;

    public RemoteReadApi(RawReads reads) {
        this.reads = reads;
    }

    public void addTo(ApiRoutes routes) {
        PlainErrors call = new PlainErrors(this::read);
        routes.scoped(Kind.STORED, "POST", "/read", TEXT, call)
                .scoped(Kind.OWN, "POST", "/prom/read", "the same as `/read`", call);
    }

    private HttpAnswer read(ApiRoute.Request request) throws InterruptedException {
        ReadRequest read = ReadBody.read(request);
        ResponseType type =
                read.responseType()
                        .orElseThrow(() ->
                                new HttpRefusalException(
                                        BAD_REQUEST,
                                        "none of the response types asked for is known, only SAMPLES and STREAMED_XOR_CHUNKS"));
        return switch (type) {
            case SAMPLES ->
                    reads.streamed(
                            request,
                            question(read.queries()),
                            reads.limits().of(request).terms().samplesMax(),
                            List.of(
                                    Map.entry("content-type", "application/x-protobuf"),
                                    Map.entry("content-encoding", "snappy")),
                            (reading, out) -> writeSamples(reading, read.queries(), out));
            case STREAMED_XOR_CHUNKS ->
                    reads.streamed(
                            request,
                            question(read.queries()),
                            Long.MAX_VALUE,
                            List.of(
                                    Map.entry(
                                            "content-type",
                                            "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse")),
                            (reading, out) -> writeChunks(reading, read.queries(), out));
        };
    }

    private static void writeSamples(Reading reading, List<ReadQuery> queries, OutputStream out)
            throws IOException {
        SamplesWriter writer = new SamplesWriter();
        List<Selector> selectors = selectors(queries);
        try (SeriesView view = reading.select(selectors)) {
            long heldBytes = 0;
            for (int query = 0; query < selectors.size(); query++) {
                writer.beginQuery();
                Selector of = selectors.get(query);
                for (int i = 0; i < view.seriesCount(query); i++) {
                    SampleColumn samples =
                            reading.read(view, query, i, of.fromMillis(), of.toMillis());
                    if (samples.size() > 0) {
                        writer.series(view.labels(query, i), samples);
                        reading.budget().take(writer.heldBytes() - heldBytes, "the answer");
                        heldBytes = writer.heldBytes();
                    }
                }
                writer.endQuery();
            }
        }
        writer.writeTo(out);
    }

    private static void writeChunks(Reading reading, List<ReadQuery> queries, OutputStream out)
            throws IOException {
        reading.budget().take(2L * ChunkFrameWriter.FRAME_BYTES, "a frame of the answer");
        ChunkFrameWriter writer = new ChunkFrameWriter(out);
        List<Selector> selectors = selectors(queries);
        try (SeriesView view = reading.select(selectors)) {
            for (int query = 0; query < selectors.size(); query++) {
                Selector of = selectors.get(query);
                for (int i = 0; i < view.seriesCount(query); i++) {
                    SampleColumn samples =
                            reading.read(view, query, i, of.fromMillis(), of.toMillis());
                    writer.series(query, view.labels(query, i), samples);
                }
            }
        }
    }

    private static List<Selector> selectors(List<ReadQuery> queries) {
        return queries.stream().map(RemoteReadApi::selector).toList();
    }

    /// A selector leaves its start out; a read has it in.
    private static Selector selector(ReadQuery query) {
        long before = query.startMillis() - (query.startMillis() == Long.MIN_VALUE ? 0 : 1);
        return new Selector(
                query.matchers(), Math.min(before, query.endMillis()), query.endMillis());
    }

    private static Question question(List<ReadQuery> queries) {
        return Question.read(
                queries.stream().map(RemoteReadApi::text).toList(),
                "remote read",
                queries.stream().mapToLong(ReadQuery::startMillis).min().orElse(0),
                queries.stream().mapToLong(ReadQuery::endMillis).max().orElse(0));
    }

    private static String text(ReadQuery query) {
        return query.matchers().stream()
                .map(Matcher::toString)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
