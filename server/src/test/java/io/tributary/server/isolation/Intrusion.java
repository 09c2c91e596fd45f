package io.tributary.server.isolation;

import io.tributary.server.WriteRequestBytes;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// A write that says it is of blue in every way there is, in the protocol of its route. Its label
/// `on` tells the route.
final class Intrusion {
    private static final Set<String> INFLUX_PATHS =
            Set.of("/write", "/api/v2/write", "/influx/write", "/influx/api/v2/write");

    private Intrusion() {}

    static byte[] on(String path, long now) {
        if (INFLUX_PATHS.contains(path)) {
            return "intruder,on=%s,cluster=blue-1,tenant=blue value=1 %d000000"
                    .formatted(path, now)
                    .getBytes(StandardCharsets.UTF_8);
        }
        if (path.startsWith("/metrics/") || path.endsWith("/import/prometheus")) {
            return "intruder{on=\"%s\",cluster=\"blue-1\",tenant=\"blue\"} 1 %d\n"
                    .formatted(path, now)
                    .getBytes(StandardCharsets.UTF_8);
        }
        if (path.endsWith("/import")) {
            return "{\"metric\":{\"__name__\":\"intruder\",\"on\":\"%s\",\"cluster\":\"blue-1\",\"tenant\":\"blue\"},\"values\":[1],\"timestamps\":[%d]}"
                    .formatted(path, now)
                    .getBytes(StandardCharsets.UTF_8);
        }
        String[] labels = {
            "__name__", "intruder", "on", path, "cluster", "blue-1", "tenant", "blue"
        };
        return new WriteRequestBytes().sample(now, 1, labels).snappy();
    }
}
