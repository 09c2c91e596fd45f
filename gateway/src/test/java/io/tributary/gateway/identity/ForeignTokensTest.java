package io.tributary.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.secret.CredentialCheck;
import io.tributary.model.flow.Dialect;
import io.tributary.runtime.clock.SystemClock;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers by tokens that others sign: people by an OpenID provider, a cluster by its service
/// account.
class ForeignTokensTest {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("10.0.0.1");
    private static final String ACCOUNT = "system:serviceaccount:monitoring:prometheus";

    @TempDir private Path directory;
    private Path file;
    private ECKey corporate;
    private ECKey apiServer;
    private Registry registry;
    private RegisteredIdentity identity;

    @BeforeEach
    void open() throws Exception {
        corporate = new ECKeyGenerator(Curve.P_256).keyID("c1").generate();
        apiServer = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        file = directory.resolve("registry.yaml");
        write("[]");
        registry = Authorizers.registry(Optional.of(file));
        SystemClock clock = new SystemClock();
        identity =
                new RegisteredIdentity(
                        registry, new CredentialCheck(clock, new SecureRandom(), 2), clock);
    }

    @AfterEach
    void close() throws Exception {
        identity.close();
        registry.close();
    }

    @Test
    void identify_personByGroups_hasTheirRolesAndTenants() throws Exception {
        Caller caller =
                identity.identify(
                        visitor(
                                corporate,
                                claims("https://login.example.org", "alice")
                                        .claim(
                                                "groups",
                                                List.of("sre", "team:shop", "team:none"))));

        assertThat(caller.name()).isEqualTo("corp/alice");
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.READER, Role.TENANT_ADMIN);
        assertThat(caller.tenants()).isEqualTo(new Granted.Listed(List.of("shop")));
        assertThat(caller.may(Permission.READ)).isTrue();
        assertThat(caller.may(Permission.WRITE)).isFalse();
    }

    @Test
    void identify_serviceAccountOfACluster_writesToItsTenantWithItsStamps() throws Exception {
        Caller caller =
                identity.identify(
                        visitor(apiServer, claims("https://kubernetes.default.svc", ACCOUNT)));

        assertThat(caller.cluster()).contains("eu-1");
        assertThat(
                        Authorizers.of(new MapDirectory(), registry)
                                .writer(
                                        caller,
                                        new TenantHeaders(Optional.empty(), Optional.empty()),
                                        Dialect.REMOTE_WRITE_1)
                                .tenant()
                                .name())
                .isEqualTo("shop");
        assertThat(kind(visitor(corporate, claims("https://kubernetes.default.svc", ACCOUNT))))
                .as("signed by another issuer's key")
                .isEqualTo(IdentityException.Kind.UNAUTHENTICATED);
    }

    @Test
    void identify_revokedSubject_isUnauthenticatedBeforeFiveSecondsAreOver() throws Exception {
        Visitor account = visitor(apiServer, claims("https://kubernetes.default.svc", ACCOUNT));
        identity.identify(account);

        write("[\"" + ACCOUNT + "\"]");

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (refused(account).isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(10_000_000L);
        }
        assertThat(kind(account)).isEqualTo(IdentityException.Kind.UNAUTHENTICATED);
    }

    private void write(String revoked) throws Exception {
        Files.writeString(
                file,
                """
                tenants: [{name: shop}]
                clusters: [{name: eu-1, tenant: shop}]
                issuers:
                  - name: corp
                    issuer: https://login.example.org
                    audiences: [tributary]
                    keys: {jwks: '%s'}
                    roles: {claim: groups, values: {sre: [reader, tenant-admin]}}
                    tenants: {claim: groups, prefix: "team:"}
                  - name: eu-1-api
                    issuer: https://kubernetes.default.svc
                    audiences: [tributary]
                    keys: {jwks: '%s'}
                    subjects:
                      - {subject: "%s", roles: writer, cluster: eu-1}
                    revoked: {subjects: %s}
                """
                        .formatted(
                                new JWKSet(corporate.toPublicJWK()).toString(),
                                new JWKSet(apiServer.toPublicJWK()).toString(),
                                ACCOUNT,
                                revoked));
    }

    private static JWTClaimsSet.Builder claims(String issuer, String subject) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .audience("tributary")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)));
    }

    private static Visitor visitor(ECKey key, JWTClaimsSet.Builder claims) throws Exception {
        SignedJWT jwt =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                        claims.build());
        jwt.sign(new ECDSASigner(key));
        return new Visitor(List.of("Bearer " + jwt.serialize()), ADDRESS);
    }

    private Optional<IdentityException> refused(Visitor visitor) {
        return Optional.ofNullable(
                catchThrowableOfType(IdentityException.class, () -> identity.identify(visitor)));
    }

    private IdentityException.Kind kind(Visitor visitor) {
        return refused(visitor).orElseThrow().kind();
    }
}
