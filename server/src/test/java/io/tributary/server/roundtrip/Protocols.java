package io.tributary.server.roundtrip;

import io.tributary.format.json.JsonWriter;
import io.tributary.format.jsonlines.JsonLineWriter;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.notes.Exemplar;
import io.tributary.server.WriteRequest2Bytes;
import io.tributary.server.WriteRequestBytes;
import io.tributary.server.roundtrip.Series.Sample;
import io.tributary.server.roundtrip.Series.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The protocols in, as senders speak them.
enum Protocols {
    REMOTE_WRITE_1("remote write 1.0", "/api/v1/push", "application/x-protobuf") {
        @Override
        byte[] body(List<Series> series) {
            WriteRequestBytes request = new WriteRequestBytes();
            for (Series each : series) {
                for (Sample sample : each.samples()) {
                    long time = sample.timeMillis();
                    switch (sample.value()) {
                        case Value.FloatBits(var bits) ->
                                request.sample(time, Double.longBitsToDouble(bits), each.pairs());
                        case Value.Distribution(var histogram, var hint) ->
                                request.histogram(time, hint, histogram, each.pairs());
                        case Value.Shown shown -> throw new AssertionError(shown);
                    }
                }
                for (Exemplar exemplar : each.exemplars()) {
                    request.exemplar(exemplar, each.pairs());
                }
            }
            return request.snappy();
        }
    },
    REMOTE_WRITE_2("remote write 2.0", "/api/v1/push", WriteRequest2Bytes.TYPE) {
        @Override
        byte[] body(List<Series> series) {
            WriteRequest2Bytes request = new WriteRequest2Bytes();
            for (Series each : series) {
                request.series(each.pairs());
                for (Sample sample : each.samples()) {
                    long time = sample.timeMillis();
                    long start = sample.startMillis();
                    switch (sample.value()) {
                        case Value.FloatBits(var bits) ->
                                request.sample(time, Double.longBitsToDouble(bits), start);
                        case Value.Distribution(var histogram, var hint) ->
                                request.histogram(time, hint, histogram, start);
                        case Value.Shown shown -> throw new AssertionError(shown);
                    }
                }
                each.exemplars().forEach(request::exemplar);
            }
            return request.snappy();
        }
    },
    OTLP_PROTOBUF("OTLP, protobuf", "/v1/metrics", "application/x-protobuf") {
        @Override
        byte[] body(List<Series> series) {
            return OtlpRequest.of(series).protobuf();
        }
    },
    OTLP_JSON("OTLP, JSON", "/v1/metrics", "application/json") {
        @Override
        byte[] body(List<Series> series) {
            return utf8(OtlpRequest.of(series).json());
        }
    },
    OTLP_GRPC(
            "OTLP, gRPC",
            "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
            "application/grpc") {
        @Override
        byte[] body(List<Series> series) {
            byte[] message = OtlpRequest.of(series).protobuf();
            return ByteBuffer.allocate(1 + Integer.BYTES + message.length)
                    .put((byte) 0)
                    .putInt(message.length)
                    .put(message)
                    .array();
        }
    },
    INFLUX("Influx lines", "/write", "text/plain") {
        @Override
        byte[] body(List<Series> series) {
            return utf8(SentLines.influx(series));
        }
    },
    TEXT("Prometheus text", "/api/v1/import/prometheus", "text/plain") {
        @Override
        byte[] body(List<Series> series) {
            return utf8(SentLines.exposition(series, false));
        }
    },
    OPEN_METRICS("OpenMetrics", "/api/v1/import/prometheus", "application/openmetrics-text") {
        @Override
        byte[] body(List<Series> series) {
            return utf8(SentLines.exposition(series, true));
        }
    },
    JSON_LINES("JSON lines", "/api/v1/import", "application/json") {
        @Override
        byte[] body(List<Series> series) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            JsonLineWriter writer =
                    new JsonLineWriter(new byte[JsonWriter.BUFFER_BYTES_MIN], out::write);
            HistogramParts parts = new HistogramParts();
            for (Series each : series) {
                writer.begin(each.labels());
                for (Sample sample : each.samples()) {
                    long start = sample.startMillis();
                    switch (sample.value()) {
                        case Value.FloatBits(var bits) ->
                                writer.sample(sample.timeMillis(), bits, start);
                        case Value.Distribution(var histogram, var hint) -> {
                            histogram.into(parts);
                            writer.histogram(sample.timeMillis(), hint, parts, start);
                        }
                        case Value.Shown shown -> throw new AssertionError(shown);
                    }
                }
                writer.end();
            }
            return out.toByteArray();
        }
    };

    private final String row;
    private final String path;
    private final String type;

    Protocols(String row, String path, String type) {
        this.row = row;
        this.path = path;
        this.type = type;
    }

    /// The name of its row in the table.
    String row() {
        return row;
    }

    String path() {
        return path;
    }

    String type() {
        return type;
    }

    /// A request of all of them.
    abstract byte[] body(List<Series> series) throws IOException;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
