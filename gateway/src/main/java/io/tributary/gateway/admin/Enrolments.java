package io.tributary.gateway.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Which agents have certificates, as the authority keeps them. Safe from any thread, and answers
/// from memory.
public interface Enrolments {
    /// There is no authority.
    Enrolments NONE =
            new Enrolments() {
                @Override
                public Optional<Enrolled> find(UUID agent) {
                    return Optional.empty();
                }

                @Override
                public List<Enrolled> all() {
                    return List.of();
                }
            };

    /// An agent that has a certificate.
    ///
    /// @param cluster the id of the one that the certificate is for
    /// @param enrolled when the agent came
    /// @param renewed when it got its newest certificate
    /// @param expires when that one does
    record Enrolled(UUID agent, UUID cluster, Instant enrolled, Instant renewed, Instant expires) {}

    /// An agent; empty where it never had a certificate, or none that can be renewed any more.
    Optional<Enrolled> find(UUID agent);

    /// All that are known, in no order.
    List<Enrolled> all();
}
