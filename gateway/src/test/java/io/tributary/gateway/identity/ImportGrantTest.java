package io.tributary.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialCheck;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.Route;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may bring a past that was kept elsewhere, and until when.
class ImportGrantTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final TenantHeaders NONE = new TenantHeaders(Optional.empty(), Optional.empty());

    private final AtomicLong nowMillis = new AtomicLong(START.toEpochMilli());
    private final Clock clock =
            new Clock() {
                @Override
                public long wallMillis() {
                    return nowMillis.get();
                }

                @Override
                public long monotonicNanos() {
                    return 0;
                }
            };

    private final CredentialMint mint = new CredentialMint(new SecureRandom());
    private final AccessToken token = mint.token();
    private final Config config = Config.defaults(Authorizer.OF_TENANTS);

    @TempDir private Path directory;

    @Test
    void importer_withinTheGrant_hasNoWindowAndTheSameRoute() throws Exception {
        try (Registry registry = open(START.plus(Duration.ofDays(30)))) {
            Authorizer authorizer = Authorizers.of(new MapDirectory(), registry);
            Caller caller = identify(registry);

            Route route = authorizer.importer(caller, NONE, Dialect.SYMBOLS).home();
            Route usual = authorizer.writer(caller, NONE, Dialect.SYMBOLS);

            assertThat(route.limits().late()).isEqualTo(usual.limits().late().importing());
            assertThat(usual.limits().late().imports()).as("nobody asked for it").isFalse();
            assertThat(route.id()).as("what is known of its series").isEqualTo(usual.id());
        }
    }

    @Test
    void importer_fromTheMomentTheGrantIsOver_isForbidden() throws Exception {
        Instant end = START.plusSeconds(60);
        try (Registry registry = open(end)) {
            Authorizer authorizer = Authorizers.of(new MapDirectory(), registry);
            nowMillis.set(end.toEpochMilli() - 1);
            authorizer.importer(identify(registry), NONE, Dialect.SYMBOLS);
            nowMillis.set(end.toEpochMilli());
            Caller caller = identify(registry);

            IdentityException refused =
                    catchThrowableOfType(
                            IdentityException.class,
                            () -> authorizer.importer(caller, NONE, Dialect.SYMBOLS));

            assertThat(refused.kind()).isEqualTo(IdentityException.Kind.FORBIDDEN);
            assertThat(refused)
                    .hasMessage(
                            "mover may not import now: its credential has no importUntil, or one that is over");
            assertThat(authorizer.writer(caller, NONE, Dialect.SYMBOLS).limits().late().imports())
                    .isFalse();
        }
    }

    /// A clock that is set back gives nobody more than was declared.
    @Test
    void importer_longerBeforeTheEndThanAGrantLasts_isForbidden() throws Exception {
        try (Registry registry = open(START.plus(Duration.ofDays(30)))) {
            Authorizer authorizer = Authorizers.of(new MapDirectory(), registry);
            nowMillis.addAndGet(-1);
            Caller caller = identify(registry);

            assertThatThrownBy(() -> authorizer.importer(caller, NONE, Dialect.SYMBOLS))
                    .isInstanceOf(IdentityException.class);
        }
    }

    @Test
    void registry_grantFurtherAheadThanItMayBe_isWrong() {
        assertThatThrownBy(() -> open(START.plus(Duration.ofDays(30)).plusMillis(1)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "mover: found importUntil 2026-12-01T00:00:00.001Z, expected at most 30 days from now");
    }

    @Test
    void importer_whileNobodyIsAskedWhoTheyAre_isWhoeverAsksForIt() throws Exception {
        Authorizer authorizer = Authorizers.open(new MapDirectory(), 300_000);

        assertThat(authorizer.importer(Caller.OPEN, NONE, Dialect.SYMBOLS).home().limits().late())
                .isEqualTo(Route.Late.USUAL.importing());
        assertThat(authorizer.writer(Caller.OPEN, NONE, Dialect.SYMBOLS).limits().late())
                .isEqualTo(Route.Late.USUAL);
    }

    private Registry open(Instant until) throws Exception {
        Path file =
                Files.writeString(
                        directory.resolve("registry.yaml"),
                        """
                        tenants: [{name: shop}]
                        credentials:
                          - {name: mover, roles: writer, tenants: shop, importUntil: %s, token: {id: %s, hash: "%s"}}
                        """
                                .formatted(until, token.id(), mint.hash(token).phc()));
        return Registry.open(
                Optional.of(file),
                new PolicySettings(config, Authorizer.OF_TENANTS, Authorizer.OF_CLUSTERS),
                clock);
    }

    private Caller identify(Registry registry) throws IdentityException {
        CredentialCheck check = new CredentialCheck(clock, new SecureRandom(), 2);
        return new RegisteredIdentity(registry, check, clock)
                .identify(
                        new Visitor(
                                List.of("Bearer " + token.secret().reveal()),
                                InetAddress.ofLiteral("10.1.2.3")));
    }
}
