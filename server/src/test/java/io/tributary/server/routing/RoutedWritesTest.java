package io.tributary.server.routing;

import static io.tributary.server.routing.RoutingServer.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.server.WriteRequest2Bytes;
import io.tributary.server.WriteRequestBytes;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutedWritesTest {
    private static final String USUAL = "labels: [tenant_id], tenants: [a, b]";

    @TempDir Path directory;

    @Test
    void remoteWrite2_labelsAsSymbols_goesTheSameWay() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL + ", replicate: c")) {
            WriteRequest2Bytes request = new WriteRequest2Bytes();
            for (String tenant : new String[] {"a", "b", "nobody"}) {
                request.series("__name__", "x", "tenant_id", tenant, "app", "of " + tenant)
                        .sample(server.now, 1)
                        .exemplar(
                                new Exemplar(
                                        Labels.of("trace", tenant),
                                        server.now,
                                        Double.doubleToRawLongBits(1)))
                        .metadata(new FamilyMetadata("", MetricType.GAUGE, "help", ""));
            }
            request.seriesOfRefs(1, 99).sample(server.now, 1);

            HttpResponse<String> answer = server.push(request);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("2 of 4 samples refused")
                    .contains("label_invalid=1");
            assertThat(written(answer)).isEqualTo("2");
            assertThat(answer.headers().firstValue("x-prometheus-remote-write-exemplars-written"))
                    .contains("2");
            assertThat(server.value("a", "count(x{app=\"of a\"})")).isEqualTo(1);
            assertThat(server.value("a", "count(x)")).isEqualTo(1);
            assertThat(server.value("c", "count(x)")).isEqualTo(2);
            assertThat(server.toldOf("x")).containsExactly("a", "b", "c");
            assertThat(exemplars(server, "a")).contains("\"trace\":\"a\"").doesNotContain("\"b\"");
            assertThat(exemplars(server, "c"))
                    .contains("\"trace\":\"a\"")
                    .contains("\"trace\":\"b\"");
        }
    }

    private static String exemplars(RoutingServer server, String tenant) throws Exception {
        return server.get(
                "/api/v1/query_exemplars?query=x&start=0&end=" + (server.now / 1_000 + 60), tenant);
    }

    /// Counted once, whatever number of tenants has it; not written where one of them refuses it.
    @Test
    void answer_sampleThatOneOfItsTenantsRefuses_isRefused() throws Exception {
        try (RoutingServer server =
                new RoutingServer(directory, USUAL + ", replicate: [c, \"0\"]")) {
            server.push(two(server, 1, 1));
            assertThat(server.push("twin", one(server, 7, "tenant_id", "c", "i", "2")).statusCode())
                    .isEqualTo(204);
            // The first differs everywhere, the second is the same everywhere, the third is another
            // in c alone, by another sender.
            WriteRequestBytes request =
                    two(server, 2, 1)
                            .sample(server.now, 8, "__name__", "x", "tenant_id", "c", "i", "2");
            server.change("labels: [tenant_id], anyTenant: true, replicate: [c, \"0\"]", "");

            HttpResponse<String> answer = server.push(request);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .startsWith(
                            "2 of 3 samples refused, the others are stored: conflict=2; first: tenant a: ");
            assertThat(written(answer)).isEqualTo("1");
            assertThat(server.value("0", "x{i=\"2\"}")).isEqualTo(8);
            assertThat(server.value("c", "x{i=\"2\"}")).isEqualTo(7);
        }
    }

    private static WriteRequestBytes two(RoutingServer server, double first, double second) {
        return new WriteRequestBytes()
                .sample(server.now, first, "__name__", "x", "tenant_id", "a", "i", "0")
                .sample(server.now, second, "__name__", "x", "tenant_id", "a", "i", "1");
    }

    private static byte[] one(RoutingServer server, double value, String... labels) {
        String[] all = new String[labels.length + 2];
        all[0] = "__name__";
        all[1] = "x";
        System.arraycopy(labels, 0, all, 2, labels.length);
        return new WriteRequestBytes().sample(server.now, value, all).snappy();
    }

    /// A hard limit of one tenant is the fault of none of the others.
    @Test
    void limit_ofOneTenant_refusesItsCopyOnly() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL + ", replicate: c")) {
            server.change(USUAL + ", replicate: c", "a: limits: {max_global_series_per_user: 1}");

            HttpResponse<String> answer = server.push(two(server, 1, 1));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("per_user_series_limit=1").contains("tenant a");
            assertThat(written(answer)).isEqualTo("1");
            assertThat(server.value("a", "count(x)")).isEqualTo(1);
            assertThat(server.value("c", "count(x)")).isEqualTo(2);
            assertThat(
                            server.metric(
                                    "tributary_ingest_refused_samples_total{reason=\"per_user_series_limit\",tenant=\"a\"}"))
                    .isEqualTo(1);
        }
    }

    /// Who wants to drop what is over its rate does so alone, and so does who never takes as many.
    @Test
    void rate_ofATenantThatDrops_refusesItsCopyOnly() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            server.change(
                    USUAL + ", replicate: c",
                    """
                    a: limits: {ingestion_rate: 1, ingestion_burst_size: 2, ingestion_rate_answer: drop}
                    b: limits: {ingestion_rate: 1, ingestion_burst_size: 1}
                    """);
            assertThat(server.push(two(server, 1, 1)).statusCode()).isEqualTo(204);

            HttpResponse<String> answer =
                    server.push(
                            new WriteRequestBytes()
                                    .sample(
                                            server.now + 1,
                                            2,
                                            "__name__",
                                            "x",
                                            "tenant_id",
                                            "a",
                                            "i",
                                            "0")
                                    .sample(
                                            server.now,
                                            1,
                                            "__name__",
                                            "y",
                                            "tenant_id",
                                            "b",
                                            "i",
                                            "0")
                                    .sample(
                                            server.now,
                                            1,
                                            "__name__",
                                            "y",
                                            "tenant_id",
                                            "b",
                                            "i",
                                            "1")
                                    .sample(server.now, 1, "__name__", "z"));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .startsWith(
                            "3 of 4 samples refused, the others are stored: rate=1 too_many_samples=2; first: tenant a may send 1 samples/s");
            assertThat(written(answer)).isEqualTo("1");
            assertThat(server.tenantsOf("y")).containsExactly("c");
            assertThat(server.tenantsOf("z")).containsExactly("c", "own");
        }
    }

    @Test
    void burst_ofTheSendingCluster_isCountedAsNothingStored() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            server.change(USUAL, "eu-1: limits: {ingestion_rate: 1, ingestion_burst_size: 1}");

            HttpResponse<String> answer = server.push("member", two(server, 1, 1).snappy());

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("cluster eu-1 may send at most 1 at once");
            assertThat(
                            server.metric(
                                    "tributary_ingest_unavailable_total{reason=\"too_large\",tenant=\"own\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void header_ofAGrantedTenant_choosesForTheWholeRequest() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL + ", replicate: c")) {
            WriteRequestBytes request =
                    new WriteRequestBytes()
                            .sample(server.now, 1, "__name__", "x", "tenant_id", "a")
                            .metadata(new FamilyMetadata("x", MetricType.GAUGE, "help", ""));

            assertThat(server.push(request, "X-Scope-OrgID", "b").statusCode()).isEqualTo(204);
            assertThat(server.tenantsOf("x")).containsExactly("b", "c");
            assertThat(server.toldOf("x")).containsExactly("b", "c");
            assertThat(server.push(request, "X-Scope-OrgID", "0").statusCode()).isEqualTo(403);
            assertThat(server.push(request, "X-Scope-OrgID", "nobody").body())
                    .isEqualTo("sender may not use tenant nobody");
        }
    }

    @Test
    void tenantThatRefusesRoutedWrites_getsNone() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            server.change(USUAL + ", replicate: b", "a: routed: refuse\nb: routed: refuse");

            HttpResponse<String> answer = server.push(two(server, 1, 1));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("tenant_refuses=2");
            assertThat(server.push("sender", one(server, 1)).statusCode()).isEqualTo(204);
            assertThat(server.tenantsOf("x")).containsExactly("own");
        }
    }

    @Test
    void remove_labelsThatChose_areNotStored() throws Exception {
        try (RoutingServer server =
                new RoutingServer(
                        directory,
                        "labels: [tenant_id], template: \"{{ns}}\", anyTenant: true, remove: true, take: all")) {
            assertThat(
                            server.push(
                                            "sender",
                                            one(
                                                    server,
                                                    1,
                                                    "app",
                                                    "web",
                                                    "ns",
                                                    "b",
                                                    "tenant_id",
                                                    "a"))
                                    .statusCode())
                    .isEqualTo(204);

            assertThat(server.tenantsOf("x{app=\"web\",ns=\"\",tenant_id=\"\"}"))
                    .containsExactly("a", "b");
        }
    }

    /// Equal bytes of three senders, two of which route by the same label.
    @Test
    void identicalBytes_ofSeveralSenders_areWhereEachMayWrite() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            byte[] a = one(server, 1, "tenant_id", "a");
            byte[] c = one(server, 1, "tenant_id", "c");
            for (int i = 0; i < 3; i++) {
                assertThat(server.push("sender", a).statusCode()).isEqualTo(204);
                assertThat(server.push("twin", a).statusCode()).isEqualTo(400);
                assertThat(server.push("member", a).statusCode()).isEqualTo(204);
                assertThat(server.push("sender", c).statusCode()).isEqualTo(400);
                assertThat(server.push("twin", c).statusCode()).isEqualTo(204);
                assertThat(server.push("member", c).statusCode()).isEqualTo(400);
            }
            assertThat(server.tenantsOf("x{tenant_id=\"a\"}")).containsExactly("a");
            assertThat(server.tenantsOf("x{tenant_id=\"c\"}")).containsExactly("c");
            assertThat(server.value("a", "count(x{cluster=\"eu-1\"})")).isEqualTo(1);
            assertThat(server.value("a", "count(x{cluster=\"\"})")).isEqualTo(1);
            assertThat(
                            server.push(
                                            "sender",
                                            one(server, 1, "cluster", "eu-1", "tenant_id", "a"))
                                    .body())
                    .contains("stamped_label_differs");
        }
    }

    /// What a cluster in quarantine routes is kept apart from each tenant, and read behind each
    /// once it is released.
    @Test
    void quarantine_ofARoutingCluster_isApartFromEachOfItsTenants() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            server.change(USUAL, "eu-1: quarantines: [{name: q, state: held}]");
            assertThat(server.push("member", one(server, 1, "tenant_id", "a")).statusCode())
                    .isEqualTo(204);
            assertThat(server.push("member", one(server, 1)).statusCode()).isEqualTo(204);
            assertThat(server.tenantsOf("x")).isEmpty();

            server.change(USUAL, "eu-1: quarantines: [{name: q, state: released}]");

            assertThat(server.tenantsOf("x")).containsExactly("a", "own");
            assertThat(server.tenantsOf("x{tenant_id=\"a\"}")).containsExactly("a");
        }
    }

    /// What was known of a series' bytes under one policy says nothing under the next.
    @Test
    void policy_changed_holdsForTheNextRequest() throws Exception {
        try (RoutingServer server = new RoutingServer(directory, USUAL)) {
            byte[] request = one(server, 1, "tenant_id", "a", "ns", "b");
            assertThat(server.push("sender", request).statusCode()).isEqualTo(204);

            server.change("labels: [ns, tenant_id], tenants: [b]", "");

            assertThat(server.push("sender", request).statusCode()).isEqualTo(204);
            assertThat(server.tenantsOf("x")).containsExactly("a", "b");

            server.change("labels: [tenant_id], tenants: [b]", "");

            assertThat(server.push("sender", request).statusCode()).isEqualTo(400);
            assertThat(server.value("a", "count_over_time(x[1h])")).isEqualTo(1);
        }
    }
}
