package io.tributary.server.routing;

import static io.tributary.server.routing.RoutingServer.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.server.WriteRequestBytes;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the Injection Proxy of open-metrics-multi-tenancy-kit does and ours must not, one by one.
class ProxyBugsTest {
    private static final String USUAL =
            "labels: [tenant_id], tenants: [a, b], default: [own], replicate: [\"0\"]";

    @TempDir Path directory;

    /// Its list of allowed tenants is never empty, so with its defaults labels choose nobody, and
    /// an empty label value chooses the tenant without a name.
    @Test
    void bug1_emptyLists_meanWhatTheyAreSaidToMean() throws Exception {
        try (RoutingServer server =
                new RoutingServer(directory, "labels: [tenant_id], tenants: []")) {
            assertThat(push(server, "named", "tenant_id", "a").statusCode()).isEqualTo(400);
            assertThat(push(server, "empty", "tenant_id", "").statusCode()).isEqualTo(204);
            assertThat(push(server, "own", "tenant_id", "own").statusCode()).isEqualTo(204);
            assertThat(server.tenantsOf("named")).isEmpty();
            assertThat(server.tenantsOf("empty")).containsExactly("own");
            assertThat(server.tenantsOf("own")).containsExactly("own");

            server.change("labels: [tenant_id], anyTenant: true", "");

            assertThat(push(server, "named", "tenant_id", "c").statusCode()).isEqualTo(204);
            assertThat(server.tenantsOf("named")).containsExactly("c");
        }
    }

    @Test
    void bug2_labelThatNamesADefaultTenant_storesOnce() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL + ", take: all")) {
            HttpResponse<String> answer = push(server, "x", "tenant_id", "0");

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(written(answer)).isEqualTo("1");
            assertThat(server.value("0", "count(x)")).isEqualTo(1);
            assertThat(server.metric("tributary_ingest_samples_total{tenant=\"0\"}")).isEqualTo(1);
            assertThat(server.metric("tributary_ingest_repeated_samples_total{tenant=\"0\"}"))
                    .isZero();
        }
    }

    /// Metadata in requests of its own, as Prometheus sends it.
    @Test
    void bug3_requestOfMetadataAlone_goesWhereTheFamilyWent() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            byte[] told = new WriteRequestBytes().metadata(family("x")).snappy();
            push(server, "x_bucket", "tenant_id", "a");

            assertThat(server.push("sender", told).statusCode()).isEqualTo(204);

            assertThat(server.toldOf("x")).containsExactly("0", "a");

            push(server, "x_bucket", "tenant_id", "b");
            assertThat(server.push("sender", told).statusCode()).isEqualTo(204);
            assertThat(server.toldOf("x")).containsExactly("0", "a", "b");
        }
    }

    @Test
    void bug4_metadataBesideSeries_isToldToNobodyElse() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            WriteRequestBytes mixed =
                    new WriteRequestBytes()
                            .sample(server.now, 1, "__name__", "x", "tenant_id", "a")
                            .sample(server.now, 1, "__name__", "y", "tenant_id", "b")
                            .metadata(family("x"))
                            .metadata(family("y"))
                            .metadata(family("z"));

            assertThat(server.push(mixed).statusCode()).isEqualTo(204);
            // Others have series of these families by themselves, and are not told by this sender.
            pushBy(server, "twin", "y", "tenant_id", "c");
            pushBy(server, "twin", "z", "tenant_id", "c");

            assertThat(server.toldOf("x")).containsExactly("0", "a");
            assertThat(server.toldOf("y")).containsExactly("0", "b");
            assertThat(server.toldOf("z")).isEmpty();
            assertThat(server.metric("tributary_routing_metadata_total{tenant=\"a\"}"))
                    .isEqualTo(1);
        }
    }

    /// Over rate is told to the sender, in a way that has it come again.
    @Test
    void bug5_tenantOverItsRate_isNeverASuccess() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            server.change(USUAL, "a: limits: {ingestion_rate: 1, ingestion_burst_size: 2}");
            assertThat(many(server, "x", 2, "a").statusCode()).isEqualTo(204);

            HttpResponse<String> answer = many(server, "y", 2, "a");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            assertThat(answer.body()).contains("tenant a may send 1 samples/s");
            assertThat(server.tenantsOf("y")).isEmpty();
            assertThat(server.metric("open_metrics_proxy_failures")).isEqualTo(1);
        }
    }

    /// What one tenant cannot take now does not make others store twice, nor half.
    @Test
    void bug6_oneTenantsFault_storesNothingTwice() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            server.change(USUAL, "a: limits: {ingestion_rate: 1, ingestion_burst_size: 1}");
            push(server, "first", "tenant_id", "a");
            WriteRequestBytes both =
                    new WriteRequestBytes()
                            .sample(server.now, 1, "__name__", "x", "tenant_id", "a")
                            .sample(server.now, 1, "__name__", "x", "tenant_id", "b");

            assertThat(server.push(both).statusCode()).isEqualTo(503);
            assertThat(server.tenantsOf("x")).isEmpty();

            server.change(USUAL, "");
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> again = server.push(both);
                assertThat(again.statusCode()).isEqualTo(204);
                assertThat(written(again)).isEqualTo("2");
            }
            assertThat(server.tenantsOf("x")).containsExactly("0", "a", "b");
            assertThat(server.value("b", "count_over_time(x[1h])")).isEqualTo(1);
        }
    }

    @Test
    void bug7_seriesOfNoTenant_isNeverLostInSilence() throws Exception {
        try (RoutingServer server =
                new RoutingServer(
                        directory, "labels: [tenant_id], tenants: [a], missing: reject")) {
            WriteRequestBytes some =
                    new WriteRequestBytes()
                            .sample(server.now, 1, "__name__", "x")
                            .sample(server.now, 1, "__name__", "y", "tenant_id", "c")
                            .sample(server.now, 1, "__name__", "z", "tenant_id", "a");

            HttpResponse<String> answer = server.push(some);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .isEqualTo(
                            "2 of 3 samples refused, the others are stored: tenant_missing=1 tenant_unknown=1; first: none of the labels [tenant_id] names a tenant: series of \"x\"");
            assertThat(written(answer)).isEqualTo("1");
            assertThat(server.tenantsOf("z")).containsExactly("a");
            assertThat(
                            server.metric(
                                    "tributary_ingest_refused_samples_total{reason=\"tenant_missing\",tenant=\"own\"}"))
                    .isEqualTo(1);

            server.change("labels: [tenant_id], tenants: [a], missing: drop, unknown: drop", "");

            assertThat(server.push(some).statusCode()).isEqualTo(204);
            assertThat(
                            server.metric(
                                    "tributary_routing_dropped_samples_total{reason=\"tenant_missing\"}"))
                    .isEqualTo(1);
            assertThat(
                            server.metric(
                                    "tributary_routing_dropped_samples_total{reason=\"tenant_unknown\"}"))
                    .isEqualTo(1);
        }
    }

    /// Anybody can name any tenant there, and has a time series of its own metrics for each name.
    @Test
    void bug8_namesThatAreNotGranted_getNothingAndMakeNoSeries() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            for (String name : new String[] {"c", "nobody", "a|b", "..", "own/quarantine/x"}) {
                HttpResponse<String> answer = push(server, "x", "tenant_id", name);
                assertThat(answer.statusCode()).as(name).isEqualTo(400);
                assertThat(answer.body()).contains("tenant_unknown=1").contains(name);
            }
            assertThat(server.tenantsOf("x")).isEmpty();
            String metrics = server.get("/metrics", "own");
            assertThat(metrics.lines().filter(line -> line.contains("\"nobody\""))).isEmpty();
            assertThat(metrics.lines().filter(line -> line.startsWith("open_metrics_proxy_series")))
                    .isEmpty();
            assertThat(metrics.lines().filter(line -> line.startsWith("tributary_routing_series")))
                    .isEmpty();
            assertThat(server.get("/api/v1/audit?kind=denial", "own"))
                    .contains("tenant_unknown")
                    .contains("nobody");
            assertThat(server.push("reader", new WriteRequestBytes().snappy()).statusCode())
                    .isEqualTo(403);
        }
    }

    /// A body that says it unpacks to much more than there is room for.
    @Test
    void bug9_bodyThatUnpacksToTooMuch_isRefusedBeforeItIsUnpacked() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            // Snappy: 64 MiB, one literal byte, then copies of 64 bytes from one byte before.
            byte[] bomb = new byte[6 + 3 * (1 << 20)];
            byte[] head = {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x20, 0, 0};
            System.arraycopy(head, 0, bomb, 0, head.length);
            for (int at = head.length; at < bomb.length; at += 3) {
                bomb[at] = (byte) (63 << 2 | 2);
                bomb[at + 1] = 1;
            }

            HttpResponse<String> answer = server.push("sender", bomb);

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("67108864");
        }
    }

    private static HttpResponse<String> push(RoutingServer server, String metric, String... labels)
            throws Exception {
        return pushBy(server, "sender", metric, labels);
    }

    private static HttpResponse<String> pushBy(
            RoutingServer server, String who, String metric, String... labels) throws Exception {
        String[] all = new String[labels.length + 2];
        all[0] = "__name__";
        all[1] = metric;
        System.arraycopy(labels, 0, all, 2, labels.length);
        return server.push(who, new WriteRequestBytes().sample(server.now, 1, all).snappy());
    }

    private static HttpResponse<String> many(
            RoutingServer server, String metric, int count, String tenant) throws Exception {
        WriteRequestBytes request = new WriteRequestBytes();
        for (int i = 0; i < count; i++) {
            request.sample(server.now, 1, "__name__", metric, "i", "i" + i, "tenant_id", tenant);
        }
        return server.push(request);
    }

    private static FamilyMetadata family(String name) {
        return new FamilyMetadata(name, MetricType.HISTOGRAM, "what " + name + " is", "");
    }
}
