package io.tributary.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.http.client.CallerTls;
import io.tributary.runtime.http.client.HttpCaller;
import io.tributary.runtime.tls.Pem;
import io.tributary.runtime.tls.TlsIdentity;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
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
        KeyPair key = newKey();
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
            now = renew(caller, newKey());
            // The old certificate goes on beside the new one.
            failed += push(caller) == 204 ? 0 : 1;
            pushed++;
            caller = caller(invitation, Optional.of(now));
        }
        assertThat(failed).isZero();
        assertThat(series()).contains("\"cluster\":\"eu-1\"");

        declare("agents: [{id: " + agent(first) + ", state: revoked}]");
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
                                        request(newKey()),
                                        LONG)
                                .status())
                .isEqualTo(403);
        System.out.printf(
                "enrolment: %d writes, 0 failed, 5 renewals; 401 after %.1f s%n", pushed, seconds);
    }

    @Test
    void token_ofAnotherKeyOrNone_givesNothing() throws Exception {
        Invitation invitation = invite("admin", "eu-1");
        KeyPair key = newKey();
        TlsIdentity first = join(invitation, key).orElseThrow();

        assertThat(agent(join(invitation, key).orElseThrow()))
                .as("the same key may ask again")
                .isEqualTo(agent(first));
        assertThat(join(invitation, newKey())).as("another may not").isEmpty();
        assertThat(join(new Invitation("trj_nonsense", invitation.pin()), newKey())).isEmpty();
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
                                            request(newKey()),
                                            LONG)
                                    .status())
                    .isEqualTo(401);
        }
    }

    /// @param token what it is worth
    /// @param pin the SHA-256 of the authority's root
    private record Invitation(String token, String pin) {}

    private void declare(String more) throws Exception {
        Files.writeString(
                registry,
                """
                tenants: [{name: shop}, {name: other}]
                clusters: [{name: eu-1, tenant: shop}]
                %s\
                %s
                """
                        .formatted(credentials.yaml(), more));
    }

    private Invitation invite(String who, String cluster) throws Exception {
        HttpCaller.Reply reply = ask(who, cluster);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return new Invitation(
                member("token", reply.body()), find("--ca-sha256 ([0-9a-f]{64})", reply.body()));
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
                            request(key),
                            LONG);
            return reply.status() == 200
                    ? Optional.of(identity(key, reply.body()))
                    : Optional.empty();
        }
    }

    private TlsIdentity renew(HttpCaller caller, KeyPair key) throws Exception {
        HttpCaller.Reply reply =
                caller.post(
                        URI.create(url + "/enroll/v1/renew"),
                        "application/pkcs10",
                        Map.of(),
                        request(key),
                        LONG);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return identity(key, reply.body());
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

    private static TlsIdentity identity(KeyPair key, String body) throws Exception {
        byte[] pem =
                member("certificate", body)
                        .replace("\\n", "\n")
                        .getBytes(StandardCharsets.US_ASCII);
        return new TlsIdentity(key.getPrivate(), Pem.certificates(pem));
    }

    private static String agent(TlsIdentity identity) throws Exception {
        return find(
                "/agent/([0-9a-f-]{36})",
                identity.certificate().getSubjectAlternativeNames().toString());
    }

    private static KeyPair newKey() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        return keys.generateKeyPair();
    }

    private static byte[] request(KeyPair key) throws Exception {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=eu-1"), key.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                .getEncoded();
    }

    private static String member(String name, String json) {
        return find("\"" + name + "\":\"([^\"]*)\"", json);
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
