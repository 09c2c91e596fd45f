package io.tributary.gateway.identity;

import io.tributary.gateway.jwt.TokenVerdict;
import io.tributary.gateway.jwt.TokenVerifier;
import io.tributary.gateway.jwt.keys.HttpKeyFetcher;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.secret.Secret;
import io.tributary.runtime.clock.Clock;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Callers by tokens that others issue: OpenID providers, API servers of Kubernetes. Nothing of it
/// is loaded before the registry names an issuer.
///
/// What a token gives is judged by the registry of the moment: a tenant that is not registered is
/// not given, a cluster that is not is a *no*.
final class ForeignTokens implements AutoCloseable {
    private final Registry registry;
    private final Clock clock;
    private final HttpKeyFetcher fetcher = new HttpKeyFetcher();
    private final TokenVerifier verifier;
    private RegistrySnapshot applied = RegistrySnapshot.empty();

    ForeignTokens(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.verifier = new TokenVerifier(clock, fetcher);
    }

    Caller identify(Secret jwt, InetAddress address) throws IdentityException {
        RegistrySnapshot snapshot = registry.current();
        apply(snapshot);
        TokenVerdict verdict;
        try {
            verdict = verifier.verify(jwt.reveal(), clock.wallMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw IdentityException.unavailable("stopping", "the server is stopping");
        }
        return switch (verdict) {
            case TokenVerdict.Verified verified -> caller(snapshot, verified, address);
            case TokenVerdict.Refused(var reason, var text) ->
                    throw IdentityException.unauthenticated(
                            "token_" + reason.word(), "the token is refused: " + text);
            case TokenVerdict.KeysUnavailable(var text) ->
                    throw IdentityException.unavailable(
                            "keys_unavailable",
                            "the keys of the token's issuer cannot be had now: " + text);
        };
    }

    /// Rules are taken over by the first request that sees them: none is judged by older ones.
    private synchronized void apply(RegistrySnapshot snapshot) {
        if (snapshot.version() != applied.version()
                && !snapshot.issuers().equals(applied.issuers())) {
            verifier.apply(snapshot.issuers());
        }
        applied = snapshot;
    }

    private static Caller caller(
            RegistrySnapshot snapshot, TokenVerdict.Verified verified, InetAddress address)
            throws IdentityException {
        String name = verified.rule() + "/" + verified.subject();
        Set<Role> roles = EnumSet.noneOf(Role.class);
        verified.roles().forEach(word -> Role.of(word).ifPresent(roles::add));
        if (verified.cluster().isPresent()) {
            ClusterEntry cluster =
                    snapshot.cluster(verified.cluster().get())
                            .orElseThrow(() ->
                                    IdentityException.forbidden(
                                            "cluster",
                                            "%s speaks for a cluster that is not registered"
                                                    .formatted(name)));
            Addresses.check(name, cluster, address);
            return Callers.ofCluster(name, roles, cluster);
        }
        return new Caller(
                name,
                false,
                roles,
                granted(snapshot, verified, roles),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty());
    }

    private static Granted granted(
            RegistrySnapshot snapshot, TokenVerdict.Verified verified, Set<Role> roles) {
        boolean every = verified.tenants().contains(Granted.EVERY) && !roles.contains(Role.WRITER);
        return every
                ? new Granted.Every()
                : new Granted.Listed(
                        verified.tenants().stream()
                                .filter(tenant -> snapshot.tenant(tenant).isPresent())
                                .toList());
    }

    @Override
    public void close() {
        verifier.close();
        fetcher.close();
    }
}
