package io.tributary.server.isolation;

import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.server.WriteRequestBytes;
import io.tributary.server.door.GuardedRoutes;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A write that says it is of blue in every way there is, in the protocol of its route. Its label
/// `on` tells the route.
///
/// @param type what the content is said to be; empty where that need not be said
record Intrusion(String method, Optional<String> type, BodyPublisher body) {
    private static final Set<String> INFLUX_PATHS =
            Set.of("/write", "/api/v2/write", "/influx/write", "/influx/api/v2/write");
    private static final String GRPC_PATH =
            "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    private static final String GRPC = "application/grpc";
    private static final String NAME = "intruder";

    static Intrusion of(GuardedRoutes.Entry route, long now) {
        String path = route.path();
        if (path.equals(GRPC_PATH)) {
            return of(route, Optional.of(GRPC), framed(otlp(path, now)));
        }
        if (path.endsWith("/v1/metrics")) {
            return of(route, Optional.of("application/x-protobuf"), otlp(path, now));
        }
        return of(route, Optional.empty(), body(path, now));
    }

    private static Intrusion of(GuardedRoutes.Entry route, Optional<String> type, byte[] body) {
        return new Intrusion(route.method(), type, BodyPublishers.ofByteArray(body));
    }

    void into(HttpRequest.Builder request) {
        type.ifPresent(said -> request.header("content-type", said));
        request.method(method, body);
    }

    /// The status of an answer, by HTTP's numbers where gRPC tells another way.
    static int status(HttpResponse<String> answer) {
        if (!answer.headers().firstValue("content-type").orElse("").equals(GRPC)) {
            return answer.statusCode();
        }
        return switch (answer.headers().firstValue("grpc-status").orElse("0")) {
            case "3" -> 400;
            case "7" -> 403;
            case "16" -> 401;
            default -> answer.statusCode();
        };
    }

    private static byte[] body(String path, long now) {
        if (INFLUX_PATHS.contains(path)) {
            return text(
                    "%s,on=%s,cluster=blue-1,tenant=blue value=1 %d000000"
                            .formatted(NAME, path, now));
        }
        if (path.startsWith("/metrics/") || path.endsWith("/import/prometheus")) {
            return text(
                    "%s{on=\"%s\",cluster=\"blue-1\",tenant=\"blue\"} 1 %d\n"
                            .formatted(NAME, path, now));
        }
        if (path.endsWith("/import")) {
            return text(
                    "{\"metric\":{\"__name__\":\"%s\",\"on\":\"%s\",\"cluster\":\"blue-1\",\"tenant\":\"blue\"},\"values\":[1],\"timestamps\":[%d]}"
                            .formatted(NAME, path, now));
        }
        String[] labels = {"__name__", NAME, "on", path, "cluster", "blue-1", "tenant", "blue"};
        return new WriteRequestBytes().sample(now, 1, labels).snappy();
    }

    /// A gauge with one point.
    private static byte[] otlp(String path, long now) {
        ProtoWriter out = new ProtoWriter();
        int resource = out.begin(1);
        int scope = out.begin(2);
        int metric = out.begin(2);
        out.text(1, NAME);
        int gauge = out.begin(5);
        int point = out.begin(1);
        out.fixed64(3, now * 1_000_000);
        out.fixed64(4, Double.doubleToRawLongBits(1));
        for (List<String> label :
                List.of(
                        List.of("on", path),
                        List.of("cluster", "blue-1"),
                        List.of("tenant", "blue"))) {
            int attribute = out.begin(7);
            out.text(1, label.getFirst());
            int value = out.begin(2);
            out.text(1, label.getLast());
            out.end(value);
            out.end(attribute);
        }
        for (int begun : new int[] {point, gauge, metric, scope, resource}) {
            out.end(begun);
        }
        return out.toByteArray();
    }

    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) 0)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
