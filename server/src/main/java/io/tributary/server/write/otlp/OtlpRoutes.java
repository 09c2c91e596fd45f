package io.tributary.server.write.otlp;

import io.tributary.format.otlp.OtlpDecoder;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.rules.OtlpRefusals;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.gateway.frozen.FrozenSettings;
import io.tributary.gateway.identity.Permission;
import io.tributary.gateway.limits.PerConfig;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteBatch;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.door.Gate;
import io.tributary.server.door.GuardedHandler;
import io.tributary.server.door.GuardedRoutes;
import io.tributary.server.write.LeftOut;
import io.tributary.server.write.WriteDecoder;
import io.tributary.server.write.WriteFlow;
import io.tributary.server.write.WriteFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// OTLP: over HTTP, in protobuf or JSON, at the paths of the specification, of Prometheus and of
/// Mimir; and over gRPC.
public final class OtlpRoutes {
    private static final List<String> HTTP_PATHS = List.of("/v1/metrics", "/otlp/v1/metrics");
    private static final String GRPC_PATH =
            "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    private static final String PROTOBUF_TYPE = "application/x-protobuf";
    private static final String JSON_TYPE = "application/json";

    private final WriteFlow flow;
    private final Gate gate;
    private final PerConfig<OtlpSettings> settings;
    private final FrozenSettings frozen;
    private final WriteFormat protobuf = new OtlpFormat(OtlpFormat.Form.PROTOBUF, this::decoder);
    private final WriteFormat json = new OtlpFormat(OtlpFormat.Form.JSON, this::jsonDecoder);
    private final WriteFormat grpc = new GrpcFormat(this::decoder);

    /// @param frozen those of {@link OtlpConfig#FROZEN}, of each tenant
    /// @param lookback of queries
    public OtlpRoutes(WriteFlow flow, Gate gate, FrozenSettings frozen, Duration lookback) {
        this.flow = flow;
        this.gate = gate;
        this.frozen = frozen;
        this.settings = new PerConfig<>(config -> OtlpConfig.read(config, lookback));
    }

    /// Adds those below the prefixes of the API.
    public void addTo(ApiRoutes routes) {
        routes.open(
                Kind.WRITTEN,
                "POST",
                "/otlp/v1/metrics",
                Permission.WRITE,
                "OTLP in protobuf or JSON, as at `/v1/metrics` and `/otlp/v1/metrics`: [what becomes what](otlp.md)",
                http());
    }

    /// Adds those that stand elsewhere.
    public void addTo(GuardedRoutes routes) {
        GuardedHandler http = http();
        HTTP_PATHS.forEach(path -> routes.add("POST", path, Permission.WRITE, http));
        routes.add("POST", GRPC_PATH, Permission.WRITE, flow.handler(grpc));
    }

    private GuardedHandler http() {
        return flow.handler(protobuf, this::format);
    }

    private WriteFormat format(HttpExchange exchange) {
        return switch (exchange.mediaType()) {
            case PROTOBUF_TYPE -> protobuf;
            case JSON_TYPE -> json;
            default ->
                    throw new HttpRefusalException(
                            415,
                            "content-type \"%s\" is not taken here, only \"%s\" and \"%s\""
                                    .formatted(
                                            exchange.header("content-type").orElse(""),
                                            PROTOBUF_TYPE,
                                            JSON_TYPE));
        };
    }

    private WriteDecoder decoder() {
        OtlpDecoder decoder = new OtlpDecoder();
        return (exchange, route, bytes, length, into) -> {
            translate(route, into, own -> decoder.decode(bytes, 0, length, own, into));
            return leftOut(decoder.refusals());
        };
    }

    private WriteDecoder jsonDecoder() {
        OtlpDecoder decoder = new OtlpDecoder();
        return (exchange, route, bytes, length, into) -> {
            translate(route, into, own -> decoder.decodeJson(bytes, 0, length, own, into));
            return leftOut(decoder.refusals());
        };
    }

    @FunctionalInterface
    private interface Decoding {
        void by(OtlpSettings settings) throws MalformedRequestException;
    }

    /// Decodes by the settings of a tenant. The first request that brings a point freezes those
    /// that decide the names of series, before any of it is stored.
    private void translate(Route route, WriteBatch into, Decoding decoding)
            throws MalformedRequestException {
        Config declared = gate.pass().authorizer().config(route.tenant().name());
        Config inForce = frozen.inForce(route.tenant(), declared);
        decoding.by(settings.of(inForce));
        if (into.sampleCount() + into.histogramCount() == 0) {
            return;
        }
        if (!isFrozen(route, inForce)) {
            // Another request froze what was declared before, or somebody replaced it meanwhile.
            decoding.by(settings.of(frozen.inForce(route.tenant(), declared)));
        }
    }

    private boolean isFrozen(Route route, Config used) {
        try {
            return frozen.freeze(route.tenant(), used);
        } catch (IOException e) {
            throw HttpRefusalException.unavailable(
                    "how the tenant's metrics are named cannot be kept now: " + e.getMessage(), 1);
        }
    }

    private static LeftOut leftOut(OtlpRefusals refusals) {
        if (refusals.total() == 0) {
            return LeftOut.NOTHING;
        }
        Map<String, Integer> byWord = new HashMap<>();
        for (OtlpRefusal reason : OtlpRefusal.values()) {
            long count = refusals.count(reason);
            if (count > 0) {
                byWord.put(
                        "otlp_" + reason.name().toLowerCase(Locale.ROOT), Math.toIntExact(count));
            }
        }
        return new LeftOut(byWord, refusals.first(), 0);
    }
}
