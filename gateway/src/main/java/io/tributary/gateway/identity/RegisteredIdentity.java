package io.tributary.gateway.identity;

import io.tributary.gateway.forwarded.TrustedProxies;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.CredentialEntry;
import io.tributary.gateway.registry.CredentialEntry.Proof;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.text.CertificateName;
import io.tributary.gateway.secret.CredentialCheck;
import io.tributary.gateway.secret.Presented;
import io.tributary.gateway.secret.Secret;
import io.tributary.gateway.secret.SecretHash;
import io.tributary.runtime.clock.Clock;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who sends a request, by what the registry says now.
///
/// What a credential proves is read from the registry on each request; only that the secret is the
/// right one is remembered for a while. So what is revoked is refused by the next request. A
/// registry that has not been read for long is no ground for a *no*: 503, which senders repeat, and
/// never 401, on which they drop data.
public final class RegisteredIdentity implements Identity, AutoCloseable {
    private final Registry registry;
    private final CredentialCheck check;
    private final Optional<EnrolledAgents> agents;
    private final TrustedProxies proxies;
    private final Clock clock;
    private Optional<ForeignTokens> foreignTokens = Optional.empty();

    public RegisteredIdentity(Registry registry, CredentialCheck check, Clock clock) {
        this(registry, check, Optional.empty(), TrustedProxies.NONE, clock);
    }

    /// @param agents those whom an authority of our own certifies; empty without one
    /// @param proxies whose word on their clients' certificates is taken
    public RegisteredIdentity(
            Registry registry,
            CredentialCheck check,
            Optional<EnrolledAgents> agents,
            TrustedProxies proxies,
            Clock clock) {
        this.agents = agents;
        this.proxies = proxies;
        this.registry = registry;
        this.check = check;
        this.clock = clock;
    }

    @Override
    public Caller identify(Visitor visitor) throws IdentityException {
        if (registry.isStale()) {
            throw IdentityException.unavailable(
                    "registry_stale",
                    "the registry could not be read for %.0f s: nobody can be let in on what it said before"
                            .formatted(registry.ageSeconds()));
        }
        RegistrySnapshot snapshot = registry.current();
        Presented presented = Presented.of(visitor.authorization());
        if (presented instanceof Presented.OtherBearer(var jwt) && !snapshot.issuers().isEmpty()) {
            return foreignTokens().identify(jwt, visitor.address());
        }
        CredentialEntry credential;
        if (presented instanceof Presented.None) {
            ShownCertificate shown = ShownCertificate.of(visitor, proxies);
            Optional<Caller> agent = agent(shown, visitor.address());
            if (agent.isPresent()) {
                return agent.get();
            }
            credential = proved(snapshot, shown);
        } else {
            credential = proved(snapshot, presented);
        }
        Caller caller = Callers.of(snapshot, credential, Instant.ofEpochMilli(clock.wallMillis()));
        Optional<ClusterEntry> cluster = credential.cluster().flatMap(snapshot::cluster);
        if (cluster.isPresent()) {
            Addresses.check(credential.name(), cluster.get(), visitor.address());
        }
        return caller;
    }

    private synchronized ForeignTokens foreignTokens() {
        if (foreignTokens.isEmpty()) {
            foreignTokens = Optional.of(new ForeignTokens(registry, clock));
        }
        return foreignTokens.get();
    }

    @Override
    public synchronized void close() {
        foreignTokens.ifPresent(ForeignTokens::close);
    }

    private CredentialEntry proved(RegistrySnapshot snapshot, Presented presented)
            throws IdentityException {
        return switch (presented) {
            case Presented.None _ ->
                    throw new IllegalArgumentException("BUG: nothing presented proves nothing");
            case Presented.Malformed(var why) ->
                    throw IdentityException.unauthenticated("malformed_credential", why);
            case Presented.OtherBearer _ -> throw unknown();
            case Presented.Token(var token) -> {
                CredentialEntry entry =
                        snapshot.credentialOfToken(token.id())
                                .orElseThrow(RegisteredIdentity::unknown);
                if (!(entry.proof() instanceof Proof.Token(_, var hash))) {
                    throw unknown();
                }
                yield proved(entry, hash, token.secret());
            }
            case Presented.Password(var user, var password) -> {
                CredentialEntry entry =
                        snapshot.credential(user).orElseThrow(RegisteredIdentity::unknown);
                if (!(entry.proof() instanceof Proof.Password(var hash))) {
                    throw unknown();
                }
                yield proved(entry, hash, password);
            }
        };
    }

    private CredentialEntry proved(CredentialEntry entry, SecretHash hash, Secret presented)
            throws IdentityException {
        try {
            return switch (check.check(entry.name(), hash, presented)) {
                case RIGHT -> entry;
                case WRONG -> throw unknown();
                case LATER -> throw busy();
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    /// The agent of ours whose certificate it is; empty where it is none of ours.
    private Optional<Caller> agent(ShownCertificate shown, InetAddress address)
            throws IdentityException {
        if (agents.isEmpty()) {
            return Optional.empty();
        }
        return switch (shown) {
            case ShownCertificate.None _ -> Optional.empty();
            case ShownCertificate.Whole(var certificate, var forwarded) -> {
                Optional<Caller> agent = agents.get().identify(certificate, address);
                if (agent.isEmpty() && forwarded) {
                    agents.get().refuseUnproved(CertificateNames.of(certificate));
                }
                yield agent;
            }
            case ShownCertificate.Named(var names) -> {
                agents.get().refuseUnproved(names);
                yield Optional.empty();
            }
        };
    }

    /// Whose a certificate is, if it is in its time. The dates of one that a proxy told of by name
    /// are the proxy's to check.
    private CredentialEntry proved(RegistrySnapshot snapshot, ShownCertificate shown)
            throws IdentityException {
        return switch (shown) {
            case ShownCertificate.None(var reason, var why) ->
                    throw IdentityException.unauthenticated(reason, why);
            case ShownCertificate.Whole(var certificate, _) -> {
                CredentialEntry entry = named(snapshot, CertificateNames.of(certificate));
                checkDates(certificate);
                yield entry;
            }
            case ShownCertificate.Named(var names) -> named(snapshot, names);
        };
    }

    private static CredentialEntry named(RegistrySnapshot snapshot, List<CertificateName> names)
            throws IdentityException {
        for (CertificateName name : names) {
            Optional<CredentialEntry> entry = snapshot.credentialOfCertificate(name);
            if (entry.isPresent()) {
                return entry.get();
            }
        }
        throw IdentityException.unauthenticated(
                "unknown_certificate", "none of the client certificate's names is known");
    }

    private void checkDates(X509Certificate certificate) throws IdentityException {
        Instant now = Instant.ofEpochMilli(clock.wallMillis());
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isAfter(end)) {
            throw IdentityException.unauthenticated(
                    "certificate_expired", "the client certificate expired at " + end);
        }
        Instant begin = certificate.getNotBefore().toInstant();
        if (now.isBefore(begin)) {
            throw IdentityException.unauthenticated(
                    "certificate_not_yet_valid",
                    "the client certificate is not valid before " + begin);
        }
    }

    private static IdentityException unknown() {
        return IdentityException.unauthenticated(
                "unknown_credential", "the credential is not known, or its secret is another");
    }

    private static IdentityException busy() {
        return IdentityException.unavailable(
                "busy", "too many credentials are being checked: try again");
    }
}
