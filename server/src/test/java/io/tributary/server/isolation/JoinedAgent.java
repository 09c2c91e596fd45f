package io.tributary.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.http.client.CallerTls;
import io.tributary.runtime.http.client.HttpCaller;
import io.tributary.runtime.tls.Pem;
import io.tributary.runtime.tls.TlsIdentity;
import io.tributary.server.StoredServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// An agent that was enrolled, and speaks by its certificate.
record JoinedAgent(String id, TlsIdentity identity) {
    private static final Duration LONG = Duration.ofSeconds(30);

    /// Enrols one for a cluster.
    ///
    /// @param admin the bearer token of who may invite it
    static JoinedAgent of(StoredServer server, String admin, String cluster) throws Exception {
        String url = url(server);
        KeyPair key = newKey();
        try (HttpCaller caller = caller(server, Optional.empty())) {
            HttpCaller.Reply invitation =
                    caller.post(
                            URI.create(url + "/admin/v1/enroll/" + cluster),
                            "application/json",
                            Map.of("authorization", admin),
                            new byte[0],
                            LONG);
            assertThat(invitation.status()).as(invitation.body()).isEqualTo(200);
            HttpCaller.Reply joined =
                    caller.post(
                            URI.create(url + "/enroll/v1/join"),
                            "application/pkcs10",
                            Map.of("authorization", "Bearer " + member("token", invitation.body())),
                            request(key, cluster),
                            LONG);
            assertThat(joined.status()).as(joined.body()).isEqualTo(200);
            TlsIdentity identity = identity(key, joined.body());
            return new JoinedAgent(id(identity), identity);
        }
    }

    /// Sends a remote write; the status of the answer.
    int push(StoredServer server, byte[] snappy) throws Exception {
        try (HttpCaller caller = caller(server, Optional.of(identity))) {
            return caller.post(
                            URI.create(url(server) + "/api/v1/push"),
                            "application/x-protobuf",
                            Map.of(),
                            snappy,
                            LONG)
                    .status();
        }
    }

    /// Asks with a bearer token.
    static String get(StoredServer server, String bearer, String path) throws Exception {
        try (HttpCaller caller = caller(server, Optional.empty())) {
            return caller.get(URI.create(url(server) + path), Map.of("authorization", bearer), LONG)
                    .body();
        }
    }

    /// The id in the certificate of one.
    static String id(TlsIdentity identity) throws Exception {
        return find(
                "/agent/([0-9a-f-]{36})",
                identity.certificate().getSubjectAlternativeNames().toString());
    }

    /// What a join or a renewal was answered with.
    static TlsIdentity identity(KeyPair key, String body) throws Exception {
        byte[] pem =
                member("certificate", body)
                        .replace("\\n", "\n")
                        .getBytes(StandardCharsets.US_ASCII);
        return new TlsIdentity(key.getPrivate(), Pem.certificates(pem));
    }

    static KeyPair newKey() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        return keys.generateKeyPair();
    }

    private static String url(StoredServer server) {
        return server.url().replace("http://127.0.0.1", "https://localhost");
    }

    private static HttpCaller caller(StoredServer server, Optional<TlsIdentity> identity) {
        return new HttpCaller(
                new CallerTls(
                        new CallerTls.Trust.OfAuthorities(
                                List.of(server.authority().certificates().pinned())),
                        identity));
    }

    /// A request for a certificate.
    static byte[] request(KeyPair key, String cluster) throws Exception {
        return new JcaPKCS10CertificationRequestBuilder(
                        new X500Name("CN=" + cluster), key.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                .getEncoded();
    }

    static String member(String name, String json) {
        return find("\"" + name + "\":\"([^\"]*)\"", json);
    }

    static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }
}
