package io.tributary.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tributary.gateway.forwarded.TrustedProxies;
import io.tributary.gateway.pki.AgentIdentity;
import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.Site;
import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.secret.CredentialCheck;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.tls.PemText;
import io.tributary.runtime.tls.TestAuthority;
import io.tributary.runtime.tls.TestAuthority.Wish;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A listed proxy's word stands for a certificate that its client showed; nobody else's does.
class TrustedProxyTest {
    private static final InetAddress PROXY = InetAddress.ofLiteral("10.1.2.3");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("192.0.2.1");
    private static final UUID CLUSTER = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final Duration DAY = Duration.ofDays(1);

    private final Site site = new Site();
    private final TestAuthority clients = TestAuthority.root("clients");
    private final Instant now = Instant.ofEpochMilli(Site.START_MILLIS);
    private final X509Certificate alice =
            clients.issue(
                            Wish.client("alice")
                                    .forHost("alice.example")
                                    .valid(now.minus(DAY), now.plus(DAY)))
                    .certificate();
    private final CertificateAuthority authority;
    private final X509Certificate agent;
    private final AgentIdentity name =
            new AgentIdentity(Site.TRUST, UUID.randomUUID(), CLUSTER, UUID.randomUUID());

    @TempDir private Path directory;
    private Path file = Path.of("");
    private Registry registry;
    private RegisteredIdentity identity;

    TrustedProxyTest() throws Exception {
        authority = site.authority();
        agent = authority.issueAgent(name, newKey().getPublic());
    }

    @BeforeEach
    void open() throws Exception {
        open("[]");
    }

    /// @param agents that the registry names
    private void open(String agents) throws Exception {
        file = directory.resolve("registry.yaml");
        declare(agents);
        Config config = Config.defaults(Authorizer.OF_TENANTS);
        registry =
                Registry.open(
                        Optional.of(file),
                        new PolicySettings(config, Authorizer.OF_TENANTS, Authorizer.OF_CLUSTERS),
                        site.clock);
        identity =
                new RegisteredIdentity(
                        registry,
                        new CredentialCheck(site.clock, new SecureRandom(), 1),
                        Optional.of(new EnrolledAgents(authority, registry, site.clock)),
                        new TrustedProxies(List.of(TrustedProxies.range("10.0.0.0/8"))),
                        site.clock);
    }

    @AfterEach
    void close() throws Exception {
        identity.close();
        registry.close();
    }

    @Test
    void name_toldByAListedProxy_isWhoeverTheRegistrySays() throws Exception {
        assertThat(by(PROXY, "By=spiffe://mesh/proxy;URI=spiffe://mesh/sender").name())
                .isEqualTo("by-uri");
        assertThat(by(PROXY, "DNS=other.example;DNS=alice.example").name()).isEqualTo("alice");
        assertThat(by(PROXY, "Hash=" + "ab".repeat(32)).name()).isEqualTo("by-hash");
        assertThat(by(PROXY, "Cert=\"" + pem(alice) + "\"").name()).isEqualTo("alice");
        assertThat(refused(PROXY, "URI=spiffe://mesh/nobody").reason())
                .isEqualTo("unknown_certificate");
        assertThat(refused(PROXY, "Subject=\"CN=alice.example\"").reason())
                .isEqualTo("unknown_certificate");
    }

    @Test
    void name_toldByAnybodyElse_letsNobodyIn() {
        for (String header :
                List.of("URI=spiffe://mesh/sender", "DNS=alice.example", "Cert=" + pem(agent))) {
            IdentityException refused = refused(STRANGER, header);

            assertThat(refused.kind()).isEqualTo(IdentityException.Kind.UNAUTHENTICATED);
            assertThat(refused.reason()).isEqualTo("forwarded_by_unlisted");
            assertThat(refused)
                    .hasMessageContaining("192.0.2.1")
                    .hasMessageContaining("tls.proxies");
        }
    }

    @Test
    void name_toldByAnybodyElse_isPassedOverBesideAnotherProof() throws Exception {
        Visitor visitor =
                new Visitor(
                        List.of(),
                        Optional.of(alice),
                        List.of("URI=spiffe://mesh/sender", "nonsense"),
                        STRANGER);

        assertThat(identity.identify(visitor).name()).isEqualTo("alice");
    }

    @Test
    void certificateOfAListedProxy_isNotItsClients() {
        Visitor visitor = new Visitor(List.of(), Optional.of(alice), List.of(), PROXY);

        IdentityException refused =
                catchThrowableOfType(IdentityException.class, () -> identity.identify(visitor));
        assertThat(refused.reason()).isEqualTo("no_credential");
        assertThat(refused).hasMessageContaining("told of no client certificate");
    }

    @Test
    void header_thatCannotBeRead_isABadRequest() {
        for (List<String> headers :
                List.of(
                        List.of(""),
                        List.of("URI=spiffe://mesh/sender,URI=spiffe://mesh/sender"),
                        List.of("URI=spiffe://mesh/sender", "URI=spiffe://mesh/sender"))) {
            Visitor visitor = new Visitor(List.of(), Optional.empty(), headers, PROXY);
            IdentityException refused =
                    catchThrowableOfType(IdentityException.class, () -> identity.identify(visitor));

            assertThat(refused.kind()).isEqualTo(IdentityException.Kind.BAD_REQUEST);
            assertThat(refused.reason()).isEqualTo("bad_forwarded_certificate");
        }
    }

    @Test
    void authorization_besideTheHeader_isWhatCounts() {
        Visitor visitor =
                new Visitor(
                        List.of("Bearer nonsense"),
                        Optional.empty(),
                        List.of("URI=spiffe://mesh/sender"),
                        PROXY);

        assertThat(
                        catchThrowableOfType(
                                        IdentityException.class, () -> identity.identify(visitor))
                                .kind())
                .isEqualTo(IdentityException.Kind.UNAUTHENTICATED);
    }

    @Test
    void agent_byItsCertificate_writesAsItsCluster() throws Exception {
        Caller caller = by(PROXY, "URI=" + name.uri() + ";Cert=\"" + pem(agent) + "\"");

        assertThat(caller.enrolled()).isTrue();
        assertThat(caller.cluster()).contains("eu-1");
        assertThat(caller.name()).isEqualTo("eu-1/" + name.agent());
    }

    @Test
    void agent_byItsNameAlone_isUnauthenticatedWhateverIsRegistered() {
        assertThat(refused(PROXY, "URI=" + name.uri()).reason())
                .isEqualTo("agent_without_certificate");
        assertThat(refused(PROXY, "DNS=alice.example;URI=" + name.uri()).reason())
                .isEqualTo("agent_without_certificate");
    }

    @Test
    void agent_byACertificateOfAnotherAuthority_isNone() throws Exception {
        X509Certificate forged = new Site().authority().issueAgent(name, newKey().getPublic());

        assertThat(refused(PROXY, "Cert=\"" + pem(forged) + "\"").reason())
                .isEqualTo("agent_without_certificate");
    }

    @Test
    void certificate_outOfItsTime_isUnauthenticated() {
        site.clock.jumpWall(Duration.ofDays(31).toMillis());

        assertThat(refused(PROXY, "Cert=\"" + pem(agent) + "\"").reason())
                .isEqualTo("certificate_expired");
        assertThat(refused(PROXY, "Cert=\"" + pem(alice) + "\"").reason())
                .isEqualTo("certificate_expired");

        site.clock.jumpWall(-Duration.ofDays(62).toMillis());

        assertThat(refused(PROXY, "Cert=\"" + pem(alice) + "\"").reason())
                .isEqualTo("certificate_not_yet_valid");
    }

    @Test
    void agent_revoked_isUnauthenticated() throws Exception {
        close();
        open("[{id: " + name.agent() + ", state: revoked}]");

        assertThat(refused(PROXY, "Cert=\"" + pem(agent) + "\"").reason()).isEqualTo("revoked");
    }

    @Test
    void addresses_ofACluster_seeTheProxys() {
        assertThat(refused(PROXY, "URI=spiffe://mesh/elsewhere").reason()).isEqualTo("address");
    }

    private Caller by(InetAddress address, String header) throws IdentityException {
        return identity.identify(
                new Visitor(List.of(), Optional.empty(), List.of(header), address));
    }

    private IdentityException refused(InetAddress address, String header) {
        return catchThrowableOfType(IdentityException.class, () -> by(address, header));
    }

    private void declare(String agents) throws Exception {
        Files.writeString(
                file,
                """
                tenants: [{name: shop}]
                clusters:
                  - {name: eu-1, id: %s, tenant: shop}
                  - {name: eu-2, tenant: shop, addresses: [192.0.2.0/24]}
                credentials:
                  - {name: alice, roles: reader, tenants: shop, certificate: {dns: alice.example}}
                  - {name: by-uri, roles: reader, tenants: shop, certificate: {uri: "spiffe://mesh/sender"}}
                  - {name: by-hash, roles: reader, tenants: shop, certificate: {sha256: %s}}
                  - {name: an-agent, roles: reader, tenants: shop, certificate: {uri: "%s"}}
                  - {name: away, roles: writer, cluster: eu-2, certificate: {uri: "spiffe://mesh/elsewhere"}}
                agents: %s
                """
                        .formatted(CLUSTER, "ab".repeat(32), name.uri(), agents));
    }

    private static KeyPair newKey() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        return keys.generateKeyPair();
    }

    private static String pem(X509Certificate certificate) {
        return URLEncoder.encode(PemText.of(List.of(certificate)), StandardCharsets.US_ASCII)
                .replace("+", "%20");
    }
}
