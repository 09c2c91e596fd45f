package io.tributary.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.http.client.CallerTls;
import io.tributary.runtime.http.client.HttpCaller;
import io.tributary.runtime.tls.TlsIdentity;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a join token to a certificate, to writes by it, to renewal under load, to revocation.
class EnrolmentTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Credentials credentials =
            new Credentials()
                    .add("admin", "roles: platform-admin")
                    .add("other-admin", "roles: tenant-admin, tenants: other")
                    .add("shop-admin", "roles: tenant-admin, tenants: shop")
                    .add("reader", "roles: reader, tenants: shop");

    @TempDir private Path directory;
    private Path registry;
    private StoredServer server;
    private String url;

    @BeforeEach
    void start() throws Exception {
        registry = directory.resolve("registry.yaml");
        declare("");
        server =
                new StoredServer(
                        directory.resolve("data"),
                        new SystemClock(),
                        "registry.file=" + registry,
                        "registry.api=true",
                        "ca.enabled=true");
        url = server.url().replace("http://127.0.0.1", "https://localhost");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void agent_enrolled_writesRenewsUnderLoadAndIsRevoked() throws Exception {
        Invitation invitation = invite("admin", "eu-1");
        KeyPair key = JoinedAgent.newKey();
        TlsIdentity first = join(invitation, key).orElseThrow();
        assertThat(first.certificate().getSubjectAlternativeNames().toString())
                .contains("spiffe://tributary/tenant/");

        int failed = 0;
        int pushed = 0;
        TlsIdentity now = first;
        HttpCaller caller = caller(invitation, Optional.of(now));
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 40; i++) {
                failed += push(caller) == 204 ? 0 : 1;
                pushed++;
            }
            now = renew(caller, JoinedAgent.newKey());
            // The old certificate goes on beside the new one.
            failed += push(caller) == 204 ? 0 : 1;
            pushed++;
            caller = caller(invitation, Optional.of(now));
        }
        assertThat(failed).isZero();
        assertThat(series()).contains("\"cluster\":\"eu-1\"");

        declare("agents: [{id: " + JoinedAgent.id(first) + ", state: revoked}]");
        long revoked = System.nanoTime();
        int status;
        do {
            status = push(caller);
            assertThat(status).isIn(204, 401);
            assertThat(System.nanoTime() - revoked).isLessThan(TimeUnit.SECONDS.toNanos(5));
        } while (status == 204);
        double seconds = (System.nanoTime() - revoked) / 1e9;
        assertThat(
                        caller.post(
                                        URI.create(url + "/enroll/v1/renew"),
                                        "application/pkcs10",
                                        Map.of(),
                                        JoinedAgent.request(JoinedAgent.newKey(), "eu-1"),
                                        LONG)
                                .status())
                .isEqualTo(403);
        System.out.printf(
                "enrolment: %d writes, 0 failed, 5 renewals; 401 after %.1f s%n", pushed, seconds);
    }

    /// Who sees to a cluster sees its agents, and turns one away: at once, with no file written.
    @Test
    void agent_revokedByTheApi_isTurnedAwayUntilItIsLetInAgain() throws Exception {
        Invitation invitation = invite("shop-admin", "eu-1");
        TlsIdentity identity = join(invitation, JoinedAgent.newKey()).orElseThrow();
        String id = JoinedAgent.id(identity);
        assertThat(api("GET", "", "shop-admin", "").body())
                .contains(
                        "\"objects\":[{\"object\":{\"id\":\"%s\",\"cluster\":\"eu-1\"},\"source\":\"enrolment\",\"version\":0,\"state\":\"active\",\"tenants\":[\"shop\"],\"certificate\":{\"cluster\":\"eu-1\",\"clusterId\":\""
                                .formatted(id))
                .contains("\"enrolled\":\"20", "\"renewed\":\"20")
                .contains(
                        "\"expires\":\"%s\""
                                .formatted(identity.certificate().getNotAfter().toInstant()));
        assertThat(api("GET", "", "other-admin", "").body())
                .contains("\"objects\":[]")
                .doesNotContain(id);
        assertThat(api("GET", "", "reader", "").status()).isEqualTo(403);

        String revoked = "{cluster: eu-1, state: revoked}";
        try (HttpCaller caller = caller(invitation, Optional.of(identity))) {
            assertThat(push(caller)).isEqualTo(204);
            assertThat(api("PUT", "/" + id, "other-admin", revoked).status()).isEqualTo(403);
            assertThat(push(caller)).isEqualTo(204);
            assertThat(api("PUT", "/" + id, "shop-admin", revoked).status()).isEqualTo(201);
            assertThat(push(caller)).as("the next request").isEqualTo(401);
            assertThat(api("GET", "/" + id, "admin", "").body())
                    .contains("\"state\":\"revoked\",\"tenants\"");
            assertThat(api("PUT", "/" + id, "shop-admin", "cluster: eu-1").status()).isEqualTo(200);
            assertThat(push(caller)).isEqualTo(204);
        }
    }

    @Test
    void agent_registeredForAnotherCluster_isNotLetIn() throws Exception {
        Invitation invitation = invite("admin", "eu-1");
        TlsIdentity identity = join(invitation, JoinedAgent.newKey()).orElseThrow();
        try (HttpCaller caller = caller(invitation, Optional.of(identity))) {
            declare("agents: [{id: %s, cluster: eu-1}]".formatted(JoinedAgent.id(identity)));
            assertThat(push(caller)).isEqualTo(204);
            declare("agents: [{id: %s, cluster: eu-2}]".formatted(JoinedAgent.id(identity)));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (push(caller) == 204) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
            assertThat(push(caller)).isEqualTo(401);
            assertThat(api("GET", "/" + JoinedAgent.id(identity), "admin", "").body())
                    .contains("\"state\":\"revoked\",\"tenants\":[\"shop\",\"other\"]");
        }
    }

    /// Who takes a cluster's name in another tenant does not get what its agents go on sending.
    @Test
    void agent_ofAClusterThatIsMadeAgainInAnotherTenant_isNotLetIn() throws Exception {
        Invitation invitation = invite("admin", "eu-1");
        TlsIdentity identity = join(invitation, JoinedAgent.newKey()).orElseThrow();
        try (HttpCaller caller = caller(invitation, Optional.of(identity))) {
            assertThat(push(caller)).isEqualTo(204);
            declare("[{name: eu-1, tenant: other}]", "");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (push(caller) == 204) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
            assertThat(push(caller)).isEqualTo(401);
            declare("[{name: eu-1, tenant: shop}]", "");
            while (push(caller) == 401) {
                assertThat(System.nanoTime()).isLessThan(end + TimeUnit.SECONDS.toNanos(5));
            }
            assertThat(push(caller)).as("it is its cluster again").isEqualTo(204);
        }
    }

    @Test
    void token_ofAnotherKeyOrNone_givesNothing() throws Exception {
        Invitation invitation = invite("admin", "eu-1");
        KeyPair key = JoinedAgent.newKey();
        TlsIdentity first = join(invitation, key).orElseThrow();

        assertThat(JoinedAgent.id(join(invitation, key).orElseThrow()))
                .as("the same key may ask again")
                .isEqualTo(JoinedAgent.id(first));
        assertThat(join(invitation, JoinedAgent.newKey())).as("another may not").isEmpty();
        assertThat(join(new Invitation("trj_nonsense", invitation.pin()), JoinedAgent.newKey()))
                .isEmpty();
    }

    @Test
    void invite_byWhoDoesNotSeeToTheCluster_isNotFound() throws Exception {
        assertThat(ask("other-admin", "eu-1").status()).isEqualTo(404);
        assertThat(ask("admin", "nowhere").status()).isEqualTo(404);
        assertThat(ask("reader", "eu-1").status()).isEqualTo(403);
    }

    @Test
    void renew_withoutACertificate_isUnauthenticated() throws Exception {
        Invitation invitation = invite("admin", "eu-1");

        try (HttpCaller caller = caller(invitation, Optional.empty())) {
            assertThat(
                            caller.post(
                                            URI.create(url + "/enroll/v1/renew"),
                                            "application/pkcs10",
                                            Map.of(),
                                            JoinedAgent.request(JoinedAgent.newKey(), "eu-1"),
                                            LONG)
                                    .status())
                    .isEqualTo(401);
        }
    }

    /// @param token what it is worth
    /// @param pin the SHA-256 of the authority's root
    private record Invitation(String token, String pin) {}

    private void declare(String more) throws Exception {
        declare("[{name: eu-1, tenant: shop}, {name: eu-2, tenant: other}]", more);
    }

    private void declare(String clusters, String more) throws Exception {
        Files.writeString(
                registry,
                """
                tenants: [{name: shop}, {name: other}]
                clusters: %s
                %s\
                %s
                """
                        .formatted(clusters, credentials.yaml(), more));
    }

    private Invitation invite(String who, String cluster) throws Exception {
        HttpCaller.Reply reply = ask(who, cluster);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return new Invitation(
                JoinedAgent.member("token", reply.body()),
                JoinedAgent.find("--ca-sha256 ([0-9a-f]{64})", reply.body()));
    }

    /// Whoever holds a token need not trust anybody's CA: here the server is taken as it comes.
    private HttpCaller.Reply ask(String who, String cluster) throws Exception {
        try (HttpCaller caller =
                new HttpCaller(
                        new CallerTls(
                                new CallerTls.Trust.OfAuthorities(List.of(root())),
                                Optional.empty()))) {
            return caller.post(
                    URI.create(url + "/admin/v1/enroll/" + cluster),
                    "application/json",
                    Map.of("authorization", credentials.bearer(who)),
                    new byte[0],
                    LONG);
        }
    }

    private HttpCaller.Reply api(String method, String path, String who, String body)
            throws Exception {
        try (HttpCaller caller =
                new HttpCaller(
                        new CallerTls(
                                new CallerTls.Trust.OfAuthorities(List.of(root())),
                                Optional.empty()))) {
            return caller.send(
                    method,
                    URI.create(url + "/admin/v1/agents" + path),
                    Map.of("authorization", credentials.bearer(who)),
                    body.getBytes(StandardCharsets.UTF_8),
                    LONG);
        }
    }

    private X509Certificate root() {
        return server.authority().certificates().pinned();
    }

    private HttpCaller caller(Invitation invitation, Optional<TlsIdentity> identity) {
        return new HttpCaller(
                new CallerTls(new CallerTls.Trust.OfPinned(invitation.pin()), identity));
    }

    private Optional<TlsIdentity> join(Invitation invitation, KeyPair key) throws Exception {
        try (HttpCaller caller = caller(invitation, Optional.empty())) {
            HttpCaller.Reply reply =
                    caller.post(
                            URI.create(url + "/enroll/v1/join"),
                            "application/pkcs10",
                            Map.of("authorization", "Bearer " + invitation.token()),
                            JoinedAgent.request(key, "eu-1"),
                            LONG);
            return reply.status() == 200
                    ? Optional.of(JoinedAgent.identity(key, reply.body()))
                    : Optional.empty();
        }
    }

    private TlsIdentity renew(HttpCaller caller, KeyPair key) throws Exception {
        HttpCaller.Reply reply =
                caller.post(
                        URI.create(url + "/enroll/v1/renew"),
                        "application/pkcs10",
                        Map.of(),
                        JoinedAgent.request(key, "eu-1"),
                        LONG);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return JoinedAgent.identity(key, reply.body());
    }

    private int push(HttpCaller caller) throws Exception {
        byte[] body =
                new WriteRequestBytes()
                        .sample(System.currentTimeMillis(), 1, "__name__", "up")
                        .snappy();
        return caller.post(
                        URI.create(url + "/api/v1/push"),
                        "application/x-protobuf",
                        Map.of(),
                        body,
                        LONG)
                .status();
    }

    private String series() throws Exception {
        try (HttpCaller caller =
                new HttpCaller(
                        new CallerTls(
                                new CallerTls.Trust.OfAuthorities(List.of(root())),
                                Optional.empty()))) {
            return caller.get(
                            URI.create(
                                    url
                                            + "/api/v1/series?match[]=up"
                                                    .replace("[", "%5B")
                                                    .replace("]", "%5D")),
                            Map.of("authorization", credentials.bearer("reader")),
                            LONG)
                    .body();
        }
    }
}
