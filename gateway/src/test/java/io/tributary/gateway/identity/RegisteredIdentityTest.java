package io.tributary.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialCheck;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.gateway.secret.Secret;
import io.tributary.gateway.secret.SecretException;
import io.tributary.model.Labels;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisteredIdentityTest {
    private static final InetAddress INSIDE = InetAddress.ofLiteral("10.1.2.3");
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("192.0.2.1");
    private static final String PASSWORD = "correct horse battery staple";

    private final CredentialMint mint = new CredentialMint(new SecureRandom());
    private final AccessToken writer = mint.token();
    private final AccessToken reader = mint.token();
    private final MapDirectory tenants = new MapDirectory();
    private final AtomicLong skippedNanos = new AtomicLong();
    private final Clock clock =
            new Clock() {
                @Override
                public long wallMillis() {
                    return 1_700_000_000_000L + skippedNanos.get() / 1_000_000;
                }

                @Override
                public long monotonicNanos() {
                    return System.nanoTime() + skippedNanos.get();
                }
            };

    @TempDir private Path directory;
    private Path file;
    private Registry registry;
    private RegisteredIdentity identity;
    private Authorizer authorizer;

    @BeforeEach
    void open() throws Exception {
        file = directory.resolve("registry.yaml");
        write("");
        Config config = Config.defaults(Authorizer.OF_TENANTS);
        registry =
                Registry.open(
                        Optional.of(file),
                        new PolicySettings(config, Authorizer.OF_TENANTS, Authorizer.OF_CLUSTERS),
                        clock);
        identity =
                new RegisteredIdentity(
                        registry, new CredentialCheck(clock, new SecureRandom(), 2), clock);
        authorizer = Authorizers.of(tenants, registry);
    }

    @AfterEach
    void close() throws Exception {
        registry.close();
    }

    @Test
    void identify_tokenOfACluster_isItsWriterAndStamped() throws Exception {
        Caller caller = identity.identify(bearer(writer, INSIDE));

        assertThat(caller.name()).isEqualTo("eu-1-writer");
        assertThat(caller.roles()).containsExactly(Role.WRITER);
        assertThat(caller.tenants()).isEqualTo(new Granted.Listed(List.of("shop")));
        Route route = authorizer.writer(caller, headers(""), Dialect.REMOTE_WRITE_1);
        assertThat(route.tenant().name()).isEqualTo("shop");
        assertThat(route.policy().toString()).contains(Labels.of("cluster", "eu-1").toString());
        assertThat(authorizer.writer(caller, headers("store"), Dialect.REMOTE_WRITE_1))
                .as("the same by the tenant's alias")
                .isEqualTo(route);
        assertThat(kind(() -> authorizer.writer(caller, headers("bank"), Dialect.REMOTE_WRITE_1)))
                .isEqualTo(IdentityException.Kind.FORBIDDEN);
    }

    @Test
    void identify_wrongOrNothing_isUnauthenticated() throws Exception {
        assertThat(kind(() -> identity.identify(new Visitor(List.of(), INSIDE))))
                .isEqualTo(IdentityException.Kind.UNAUTHENTICATED);
        assertThat(kind(() -> identity.identify(bearer(mint.token(), INSIDE))))
                .isEqualTo(IdentityException.Kind.UNAUTHENTICATED);
        assertThat(kind(() -> identity.identify(basic("alice", "wrong wrong wrong"))))
                .isEqualTo(IdentityException.Kind.UNAUTHENTICATED);
        assertThat(kind(() -> identity.identify(basic("eu-1-writer", PASSWORD))))
                .isEqualTo(IdentityException.Kind.UNAUTHENTICATED);
        assertThat(identity.identify(basic("alice", PASSWORD)).roles())
                .containsExactly(Role.READER);
    }

    @Test
    void identify_clusterFromElsewhere_isForbidden() {
        IdentityException refused = refused(() -> identity.identify(bearer(writer, OUTSIDE)));

        assertThat(refused.kind()).isEqualTo(IdentityException.Kind.FORBIDDEN);
        assertThat(refused)
                .hasMessage(
                        "eu-1-writer may not come from 192.0.2.1: cluster eu-1 has other addresses");
    }

    @Test
    void reader_ofSeveralTenants_hasToNameOneAndSeesViewsByTheirName() throws Exception {
        Caller caller = identity.identify(bearer(reader, OUTSIDE));
        assertThat(refused(() -> authorizer.reader(caller, headers(""))))
                .hasMessage(
                        "reader has several tenants, name one in X-Scope-OrgID: shop, bank, all");
        authorizer.writer(
                identity.identify(bearer(writer, INSIDE)), headers(""), Dialect.REMOTE_WRITE_1);

        ReadScope scope = authorizer.reader(caller, headers("all"));

        assertThat(scope.severalAsked()).isFalse();
        assertThat(scope.tenants())
                .singleElement()
                .satisfies(part -> {
                    assertThat(part.tenant().name()).isEqualTo("shop");
                    assertThat(part.shown()).isEqualTo("all");
                    assertThat(part.policy())
                            .extracting(Object::toString)
                            .containsExactly("app=\"front\"", "env!=\"test\"");
                });
    }

    @Test
    void revoked_inTheFile_isRefusedBeforeFiveSecondsAreOver() throws Exception {
        identity.identify(bearer(writer, INSIDE));

        write("disabled: true");

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (kindOrNone(() -> identity.identify(bearer(writer, INSIDE))).isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(10_000_000L);
        }
        assertThat(refused(() -> identity.identify(bearer(writer, INSIDE))))
                .hasMessage("credential eu-1-writer is revoked");
    }

    @Test
    void expired_credential_isUnauthenticated() throws Exception {
        identity.identify(bearer(reader, INSIDE));
        skippedNanos.set(TimeUnit.DAYS.toNanos(30));
        LockSupport.parkNanos(2500_000_000L);

        assertThat(refused(() -> identity.identify(bearer(reader, INSIDE))))
                .hasMessage("credential reader expired at 2023-11-20T00:00:00Z");
    }

    @Test
    void stale_registry_isUnavailableAndNeverUnauthenticated() throws Exception {
        Files.delete(file);
        LockSupport.parkNanos(2500_000_000L);
        skippedNanos.set(TimeUnit.SECONDS.toNanos(16));

        assertThat(kind(() -> identity.identify(bearer(writer, INSIDE))))
                .isEqualTo(IdentityException.Kind.UNAVAILABLE);
        assertThat(kind(() -> identity.identify(bearer(mint.token(), INSIDE))))
                .isEqualTo(IdentityException.Kind.UNAVAILABLE);

        write("");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (kindOrNone(() -> identity.identify(bearer(writer, INSIDE))).isPresent()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(10_000_000L);
        }
    }

    @Test
    void routes_changeOnlyForThoseWhosePolicyDoes() throws Exception {
        Route before = route();
        write("");
        Files.writeString(file, Files.readString(file) + "# another version\n");
        awaitVersion(2);
        assertThat(route()).as("nothing of it changed").isEqualTo(before);

        Files.writeString(
                file,
                Files.readString(file).replace("addresses:", "labels: {zone: a}, addresses:"));
        awaitVersion(3);
        assertThat(route().id()).isNotEqualTo(before.id());
    }

    private Route route() throws IdentityException {
        return authorizer.writer(
                identity.identify(bearer(writer, INSIDE)), headers(""), Dialect.REMOTE_WRITE_1);
    }

    private void awaitVersion(long version) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (registry.current().version() < version) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(10_000_000L);
        }
    }

    /// @param more of the writer's credential
    private void write(String more) throws IOException {
        try {
            Files.writeString(
                    file,
                    """
                    tenants:
                      - {name: shop, aliases: [store]}
                      - {name: bank}
                      - {name: all, view: [{tenants: [shop, bank], match: app=front}]}
                    clusters:
                      - {name: eu-1, tenant: shop, addresses: [10.0.0.0/8]}
                    credentials:
                      - {name: eu-1-writer, roles: writer, cluster: eu-1, token: {id: %s, hash: "%s"}, %s}
                      - {name: reader, roles: reader, tenants: [shop, bank, all], match: env!=test, expires: 2023-11-20T00:00:00Z, token: {id: %s, hash: "%s"}}
                      - {name: alice, roles: reader, tenants: shop, password: {hash: "%s"}}
                    """
                            .formatted(
                                    writer.id(),
                                    mint.hash(writer).phc(),
                                    more.isEmpty() ? "disabled: false" : more,
                                    reader.id(),
                                    mint.hash(reader).phc(),
                                    mint.hashPassword(Secret.of(PASSWORD)).phc()));
        } catch (SecretException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Visitor bearer(AccessToken token, InetAddress address) {
        return new Visitor(List.of("Bearer " + token.secret().reveal()), address);
    }

    private static Visitor basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Visitor(List.of("Basic " + Base64.getEncoder().encodeToString(pair)), OUTSIDE);
    }

    private static TenantHeaders headers(String orgId) {
        return new TenantHeaders(
                Optional.of(orgId).filter(name -> !name.isEmpty()), Optional.empty());
    }

    private interface Attempt {
        Object call() throws IdentityException;
    }

    private static IdentityException refused(Attempt attempt) {
        return catchThrowableOfType(IdentityException.class, attempt::call);
    }

    private static IdentityException.Kind kind(Attempt attempt) {
        return refused(attempt).kind();
    }

    private static Optional<IdentityException.Kind> kindOrNone(Attempt attempt) {
        return Optional.ofNullable(refused(attempt)).map(IdentityException::kind);
    }
}
