package io.tributary.gateway.pki.enroll;

import io.tributary.gateway.pki.AgentIdentity;
import io.tributary.gateway.pki.Refusal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What became of an enrolment or a renewal: the answer, and all that an audit wants. Texts hold
/// nothing that who showed the token or the certificate may not read.
public sealed interface Outcome {
    /// There is a certificate, and the agent's record is durable.
    ///
    /// @param chain the agent's certificate, and those between it and a root: none today
    /// @param anchors all roots that the agent is to believe from now on, instead of those before
    record Issued(AgentRecord record, List<X509Certificate> chain, List<X509Certificate> anchors)
            implements Outcome {
        public Issued {
            chain = List.copyOf(chain);
            anchors = List.copyOf(anchors);
        }
    }

    /// The certificate has expired, and the policy wants a human's word.
    ///
    /// @param expiredMillis when it did
    record NeedsApproval(AgentIdentity agent, String serial, String keySha256, long expiredMillis)
            implements Outcome {}

    /// There is none.
    ///
    /// @param agent who it was about, as far as that is proven: by a certificate of ours, or a
    ///   token that was spent
    record Refused(Refusal reason, String text, Optional<AgentIdentity> agent) implements Outcome {}
}
