package io.tributary.gateway.identity;

import io.tributary.gateway.pki.AgentCertificate;
import io.tributary.gateway.pki.AgentIdentity;
import io.tributary.gateway.pki.CertificateAuthority;
import io.tributary.gateway.pki.Refusal;
import io.tributary.gateway.pki.RefusedException;
import io.tributary.gateway.pki.enroll.AgentStanding;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.text.CertificateName;
import io.tributary.gateway.registry.text.CertificateName.Kind;
import io.tributary.runtime.clock.Clock;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Callers by certificates of our own authority, and the registry's word on them: an agent writes
/// as its cluster as long as that is registered and neither is revoked.
public final class EnrolledAgents implements AgentStanding {
    private final CertificateAuthority authority;
    private final Registry registry;
    private final Clock clock;

    public EnrolledAgents(CertificateAuthority authority, Registry registry, Clock clock) {
        this.authority = authority;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public Optional<Revoked> revoked(AgentIdentity agent, Optional<BigInteger> serial) {
        RegistrySnapshot snapshot = registry.current();
        Optional<ClusterEntry> cluster = snapshot.cluster(agent.cluster());
        if (cluster.isEmpty()) {
            return Optional.of(Revoked.CLUSTER);
        }
        return snapshot.agent(agent.agent())
                .filter(entry -> entry.isTurnedAway(cluster.get()))
                .map(_ -> Revoked.AGENT);
    }

    @Override
    public Set<String> commonNames(AgentIdentity agent) {
        return registry.current()
                .cluster(agent.cluster())
                .map(cluster -> Set.of(cluster.name()))
                .orElse(Set.of());
    }

    /// Turns away who is said by a proxy to be an agent, without a certificate of ours: whose it
    /// is, who signed it and until when it is good is read from that alone.
    ///
    /// @throws IdentityException 401 where one of the names is in our trust domain
    void refuseUnproved(List<CertificateName> names) throws IdentityException {
        String ours = "spiffe://" + authority.trust() + "/";
        if (names.stream()
                .anyMatch(name -> name.kind() == Kind.URI && name.value().startsWith(ours))) {
            throw IdentityException.unauthenticated(
                    "agent_without_certificate",
                    "the proxy tells of an agent without a certificate of ours: have it send Cert in X-Forwarded-Client-Cert");
        }
    }

    /// Who shows a certificate; empty where it is none of ours.
    ///
    /// @throws IdentityException if it is, and lets nobody in now
    Optional<Caller> identify(X509Certificate shown, InetAddress address) throws IdentityException {
        AgentCertificate certificate;
        try {
            certificate = authority.recognise(shown);
        } catch (RefusedException e) {
            if (e.refusal() == Refusal.UNKNOWN_ISSUER) {
                return Optional.empty();
            }
            throw IdentityException.unauthenticated(
                    "certificate_" + e.refusal().word(), "the client certificate: " + e.text());
        }
        AgentIdentity agent = certificate.agent();
        RegistrySnapshot snapshot = registry.current();
        Caller caller = Callers.ofAgent(snapshot, agent.cluster(), agent.agent());
        long now = clock.wallMillis();
        if (!certificate.isValidAt(now)) {
            boolean expired = now > certificate.notAfterMillis();
            throw IdentityException.unauthenticated(
                    expired ? "certificate_expired" : "certificate_not_yet_valid",
                    expired
                            ? "the client certificate expired at %s: it can be renewed at /enroll/v1/renew"
                                    .formatted(Instant.ofEpochMilli(certificate.notAfterMillis()))
                            : "the client certificate is not valid before %s"
                                    .formatted(
                                            Instant.ofEpochMilli(certificate.notBeforeMillis())));
        }
        Addresses.check(caller.name(), snapshot.cluster(agent.cluster()).orElseThrow(), address);
        return Optional.of(caller);
    }
}
