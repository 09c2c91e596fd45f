package io.tributary.gateway.pki.enroll;

import io.tributary.gateway.pki.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where agents are kept. Safe from any thread.
public interface AgentRecords {
    Optional<AgentRecord> find(UUID agent);

    /// Keeps a record, instead of the agent's one before; durable when it returns.
    ///
    /// @throws RefusedException if it is a new agent's and there is no room
    void put(AgentRecord agent) throws IOException, RefusedException;

    /// All that are kept, in no order.
    List<AgentRecord> all();
}
