package io.tributary.gateway.pki.enroll;

import io.tributary.gateway.pki.AgentIdentity;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// A registry that knows every cluster, and revokes what a test says.
final class Registered implements AgentStanding {
    final Set<UUID> revokedClusters = ConcurrentHashMap.newKeySet();
    final Set<UUID> revokedAgents = ConcurrentHashMap.newKeySet();
    final Set<BigInteger> revokedSerials = ConcurrentHashMap.newKeySet();

    @Override
    public Optional<Revoked> revoked(AgentIdentity agent, Optional<BigInteger> serial) {
        if (revokedClusters.contains(agent.cluster())) {
            return Optional.of(Revoked.CLUSTER);
        }
        if (revokedAgents.contains(agent.agent())) {
            return Optional.of(Revoked.AGENT);
        }
        return serial.filter(revokedSerials::contains).map(_ -> Revoked.CREDENTIAL);
    }

    @Override
    public Set<String> commonNames(AgentIdentity agent) {
        return Set.of("prod-eu");
    }
}
