package io.tributary.gateway.pki.enroll;

import io.tributary.gateway.pki.AgentIdentity;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/// The registry's word on an agent, asked anew at each enrolment and renewal. Safe from any thread,
/// and answers from memory.
public interface AgentStanding {
    /// Which of its parts keeps an agent from a certificate; empty if none does. A cluster that is
    /// not known is revoked.
    ///
    /// @param serial of the certificate that it shows; empty at enrolment
    Optional<Revoked> revoked(AgentIdentity agent, Optional<BigInteger> serial);

    /// What a request may call the agent besides its UUIDs, such as the cluster's name.
    Set<String> commonNames(AgentIdentity agent);

    /// What of an agent can be revoked.
    enum Revoked {
        CLUSTER,
        AGENT,
        CREDENTIAL
    }
}
