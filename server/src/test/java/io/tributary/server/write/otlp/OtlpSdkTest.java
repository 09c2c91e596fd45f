package io.tributary.server.write.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.RunningServer;
import io.tributary.server.StoredServer;
import io.tributary.testkit.json.Json;
import io.tributary.testkit.json.JsonReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The OpenTelemetry SDK of Java as the sender, over HTTP and gRPC, packed and not.
@TestInstance(Lifecycle.PER_CLASS)
class OtlpSdkTest {
    private static final Attributes KIND = Attributes.of(AttributeKey.stringKey("kind"), "a");

    /// A reader that is asked.
    private static final class PulledReader implements MetricReader {
        private final AggregationTemporality temporality;
        private CollectionRegistration registration = CollectionRegistration.noop();

        PulledReader(AggregationTemporality temporality) {
            this.temporality = temporality;
        }

        Collection<MetricData> collect() {
            return registration.collectAllMetrics();
        }

        @Override
        public void register(CollectionRegistration newRegistration) {
            registration = newRegistration;
        }

        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType type) {
            return temporality;
        }

        @Override
        public CompletableResultCode forceFlush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private StoredServer server;
    private StoredServer.Connection client;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        server = new StoredServer(data);
        client = server.connect();
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http none", "http gzip", "grpc none", "grpc gzip"})
    void export_everyInstrument_isStoredAsItWasRecorded(String way) throws Exception {
        String tenant = way.replace(' ', '-');
        MetricExporter exporter = exporter(way.split(" ", 2), tenant);
        try (SdkMeterProvider provider = provider(exporter)) {
            record(provider.get("test"));
            CompletableResultCode flushed = provider.forceFlush().join(20, TimeUnit.SECONDS);
            assertThat(flushed.isSuccess()).isTrue();
        }

        assertValue(tenant, "hits_total{kind='a',job='shop'}", "5");
        assertValue(tenant, "temperature_celsius", "-3.5");
        assertValue(tenant, "wait_seconds_count{kind='a'}", "3");
        assertValue(tenant, "wait_seconds_sum{kind='a'}", "6.5");
        assertValue(tenant, "wait_seconds_bucket{le='2',kind='a'}", "1");
        assertValue(tenant, "histogram_count(size_bytes)", "2");
        assertValue(tenant, "histogram_sum(size_bytes)", "48");
        assertValue(tenant, "target_info{job='shop',service_version='1.2'}", "1");
        assertThat(client.get("/api/v1/metadata?metric=wait_seconds", tenant))
                .contains("\"type\":\"histogram\"", "How long.", "\"unit\":\"seconds\"");
    }

    /// The series that tells of the resource is stored, so it is a success in part, which is not
    /// repeated: it comes once with the flush and once with the end.
    @Test
    void export_delta_isRefusedAndNotRepeated() throws Exception {
        MetricExporter exporter =
                OtlpGrpcMetricExporter.builder()
                        .setEndpoint(server.url())
                        .addHeader("X-Scope-OrgID", "deltas")
                        .setAggregationTemporalitySelector(
                                AggregationTemporalitySelector.deltaPreferred())
                        .build();
        try (SdkMeterProvider provider = provider(exporter)) {
            provider.get("test").counterBuilder("hits").build().add(1);
            CompletableResultCode flushed = provider.forceFlush().join(20, TimeUnit.SECONDS);

            assertThat(flushed.isSuccess()).isTrue();
        }
        assertThat(client.get("/metrics", "deltas"))
                .contains(
                        "tributary_ingest_refused_samples_total{reason=\"otlp_delta\",tenant=\"deltas\"} 2.0");
    }

    /// One meter read by two exporters: what the deltas of one come to is what the other says there
    /// is, in every series, and a second server of the same data goes on from it.
    @Test
    void export_deltasToBeAccumulated_comeToWhatIsCumulative(@TempDir Path data) throws Exception {
        String accumulate = "otlp.deltas=accumulate";
        PulledReader deltas = new PulledReader(AggregationTemporality.DELTA);
        PulledReader cumulative = new PulledReader(AggregationTemporality.CUMULATIVE);
        try (SdkMeterProvider provider = provider(deltas, cumulative)) {
            Meter meter = provider.get("test");
            for (int start = 0; start < 3; start++) {
                try (StoredServer store = new StoredServer(data, new SystemClock(), accumulate);
                        StoredServer.Connection connection = store.connect()) {
                    for (int i = 0; i < 5; i++) {
                        record(meter);
                        meter.upDownCounterBuilder("level").build().add(i % 2 == 0 ? 5 : -3);
                        export(store, "deltas", deltas);
                        export(store, "cumulative", cumulative);
                    }
                    Map<Json, Json> found = values(connection, "deltas");
                    assertThat(found).hasSizeGreaterThan(15);
                    assertThat(found).isEqualTo(values(connection, "cumulative"));
                }
            }
        }
    }

    private static void export(StoredServer server, String tenant, PulledReader reader) {
        try (MetricExporter exporter =
                OtlpHttpMetricExporter.builder()
                        .setEndpoint(server.url() + "/v1/metrics")
                        .addHeader("X-Scope-OrgID", tenant)
                        .build()) {
            CompletableResultCode sent =
                    exporter.export(reader.collect()).join(20, TimeUnit.SECONDS);
            assertThat(sent.isSuccess()).isTrue();
        }
    }

    /// Each series but the one that tells of the resource, with its newest value.
    private static Map<Json, Json> values(StoredServer.Connection connection, String tenant)
            throws Exception {
        String query = RunningServer.form("query", "{__name__=~'..*',__name__!='target_info'}");
        String answer = connection.get("/api/v1/query?" + query, tenant);
        Map<Json, Json> values = new HashMap<>();
        for (Json series : JsonReader.read(answer).member("data").member("result").elements()) {
            Json value = series.either("value", "histogram").elements().get(1);
            values.put(series.member("metric"), value);
        }
        return values;
    }

    private MetricExporter exporter(String[] way, String tenant) {
        if (way[0].equals("http")) {
            return OtlpHttpMetricExporter.builder()
                    .setEndpoint(server.url() + "/v1/metrics")
                    .setCompression(way[1])
                    .addHeader("X-Scope-OrgID", tenant)
                    .build();
        }
        return OtlpGrpcMetricExporter.builder()
                .setEndpoint(server.url())
                .setCompression(way[1])
                .addHeader("X-Scope-OrgID", tenant)
                .build();
    }

    private static SdkMeterProvider provider(MetricExporter exporter) {
        return provider(
                PeriodicMetricReader.builder(exporter).setInterval(Duration.ofHours(1)).build());
    }

    private static SdkMeterProvider provider(MetricReader... readers) {
        SdkMeterProviderBuilder provider = SdkMeterProvider.builder();
        for (MetricReader reader : readers) {
            provider.registerMetricReader(reader);
        }
        return provider.setResource(
                        Resource.create(
                                Attributes.of(
                                        AttributeKey.stringKey("service.name"),
                                        "shop",
                                        AttributeKey.stringKey("service.version"),
                                        "1.2")))
                .registerView(
                        InstrumentSelector.builder().setName("size").build(),
                        View.builder()
                                .setAggregation(Aggregation.base2ExponentialBucketHistogram())
                                .build())
                .build();
    }

    private static void record(Meter meter) {
        meter.counterBuilder("hits").build().add(5, KIND);
        meter.gaugeBuilder("temperature").setUnit("Cel").build().set(-3.5);
        DoubleHistogram wait =
                meter.histogramBuilder("wait")
                        .setUnit("s")
                        .setDescription("How long.")
                        .setExplicitBucketBoundariesAdvice(List.of(1.0, 2.0, 4.0))
                        .build();
        wait.record(1.5, KIND);
        wait.record(2, Attributes.of(AttributeKey.stringKey("kind"), "b"));
        wait.record(2.5, KIND);
        wait.record(2.5, KIND);
        DoubleHistogram size = meter.histogramBuilder("size").setUnit("By").build();
        size.record(16);
        size.record(32);
    }

    private void assertValue(String tenant, String query, String value) throws Exception {
        String answer = client.get("/api/v1/query?" + RunningServer.form("query", query), tenant);
        List<Json> result = JsonReader.read(answer).member("data").member("result").elements();
        assertThat(result).as(query + ": " + answer).isNotEmpty();
        assertThat(result.getFirst().member("value").elements().get(1).text())
                .as(query + ": " + answer)
                .isEqualTo(value);
    }
}
