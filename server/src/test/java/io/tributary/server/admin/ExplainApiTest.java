package io.tributary.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.server.StoredServer;
import io.tributary.server.isolation.Credentials;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `/admin/v1/explain` over HTTP: its form, its errors, whom it answers, and that it leaves
/// nothing.
class ExplainApiTest {
    private final Credentials credentials = new Credentials();

    @TempDir private Path directory;

    @Test
    void explain_overHttp_isAnswered() throws Exception {
        try (StoredServer server = start()) {
            assertThat(
                            ask(server, "site", "principal=sender", "up{team=\"bank\",pod=\"x\"}")
                                    .body())
                    .isEqualTo(
                            """
                            {"status":"success","data":{"sender":{"name":"sender","roles":["writer"],"tenants":["shop"],"cluster":"eu-1"},
                            "home":"shop","routing":{"labels":["team"],"take":"first","prefix":"","tenants":["bank"],"tenantPrefixes":[],"anyTenant":false,
                            "default":["shop"],"replicate":[],"unknown":"drop","missing":"default","remove":true,
                            "names":[{"name":"bank","label":"team"}],"refused":[],"dropped":[],"why":""},
                            "tenants":[{"tenant":"bank","steps":[{"step":"remove","label":"team","value":"bank"},
                            {"step":"stamp","label":"cluster","value":"eu-1","given":""}],
                            "labels":{"__name__":"up","cluster":"eu-1","pod":"x"}}]}}\
                            """
                                    .replace("\n", ""));
            assertThat(ask(server, "shop-admin", "principal=sender", "up{team=\"bank\"}").body())
                    .endsWith("\"tenants\":[{\"tenant\":\"bank\"}]}}");
            assertThat(ask(server, "site", "principal=sender", "up{team=\"x\"}").body())
                    .contains(
                            "\"names\":[{\"name\":\"x\",\"label\":\"team\",\"fault\":\"tenant_unknown\"}]")
                    .contains("\"dropped\":[\"tenant_unknown\"]")
                    .endsWith("\"tenants\":[]}}");
        }
    }

    @Test
    void explain_whatCannotBeAnswered_isToldAndLeavesNothing() throws Exception {
        try (StoredServer server = start()) {
            check(server, "site", "principal=nobody", "up", 404, "nobody is no credential");
            check(
                    server,
                    "site",
                    "cluster=nowhere",
                    "up",
                    404,
                    "cluster nowhere is not registered");
            check(server, "bank-admin", "principal=sender", "up", 403, "may not see to credential");
            check(server, "bank-admin", "principal=nobody", "up", 403, "may not see to credential");
            check(server, "sender", "principal=sender", "up", 403, "needs one of the roles");
            check(server, "site", "x=1", "up", 400, "found none, expected a credential");
            check(server, "site", "principal=sender&cluster=eu-1", "up", 400, "expected one of");
            check(server, "site", "principal=sender", "", 400, "found none, expected a series");
            check(server, "site", "principal=sender", "up{a=~\"b\"}", 400, "found a=~");
            check(server, "site", "principal=sender", "up{a=", 400, "parse error");
            check(server, "site", "principal=sender", "sum(up)", 400, "parse error");

            assertThat(get(server, "site", "/metrics").body())
                    .doesNotContain("tributary_routing_series_total{")
                    .doesNotContain("tributary_routing_dropped_samples_total{")
                    .doesNotContain("tributary_ingest_refused_samples_total{");
            assertThat(get(server, "site", "/api/v1/audit").body())
                    .contains("may not see to credential nobody")
                    .doesNotContain("tenant_unknown");
        }
    }

    @Test
    void explain_whileNobodyIsAskedWhoTheyAre_isOfWhoeverComes() throws Exception {
        try (StoredServer server = new StoredServer(directory.resolve("data"))) {
            String path = server.url() + "/admin/v1/explain?tenant=new&series=up";
            HttpResponse<String> answer =
                    credentials
                            .add("anybody", "")
                            .send(HttpRequest.newBuilder(URI.create(path)), "anybody");

            assertThat(answer.body())
                    .contains("\"name\":\"anonymous\"")
                    .endsWith(
                            "\"tenants\":[{\"tenant\":\"new\",\"steps\":[],\"labels\":{\"__name__\":\"up\"}}]}}");
        }
    }

    private StoredServer start() throws Exception {
        credentials.add("sender", "roles: writer, cluster: eu-1");
        credentials.add("site", "roles: [platform-admin, auditor]");
        credentials.add("shop-admin", "roles: tenant-admin, tenants: [shop]");
        credentials.add("bank-admin", "roles: tenant-admin, tenants: [bank]");
        Path file =
                Files.writeString(
                        directory.resolve("r.yaml"),
                        """
                        tenants: [{name: shop}, {name: bank}]
                        clusters:
                          - {name: eu-1, tenant: shop, routing: {labels: [team], tenants: [bank], unknown: drop, remove: true}}
                        """
                                + credentials.yaml());
        return new StoredServer(
                directory.resolve("data"), new SystemClock(), "registry.file=" + file);
    }

    private void check(
            StoredServer server, String who, String sender, String series, int status, String error)
            throws Exception {
        HttpResponse<String> answer = ask(server, who, sender, series);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(error);
    }

    private HttpResponse<String> ask(StoredServer server, String who, String sender, String series)
            throws Exception {
        return get(
                server,
                who,
                "/admin/v1/explain?%s&series=%s"
                        .formatted(sender, URLEncoder.encode(series, StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> get(StoredServer server, String who, String path)
            throws Exception {
        return credentials.send(HttpRequest.newBuilder(URI.create(server.url() + path)), who);
    }
}
