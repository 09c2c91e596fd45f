package io.tributary.gateway.registry;

import io.tributary.gateway.quarantine.QuarantineReader;
import io.tributary.gateway.quarantine.Quarantines;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import java.util.Optional;
import java.util.UUID;

/// Reads what is said of enrolled agents. As {@link ObjectReader}, of one by itself.
final class AgentReader {
    private static final String CLUSTER = "cluster";

    /// Stands for an id that is wrong, which was noted.
    private static final UUID NO_ID = new UUID(0, 0);

    private AgentReader() {}

    /// One of a file, which need not say of which cluster it is: its certificate does.
    static AgentEntry ofFile(Fields fields, String source) {
        return read(fields, source, fields.text(CLUSTER));
    }

    /// One of the API, where the cluster says whose it is to see to.
    static AgentEntry ofApi(Fields fields, String source) {
        String cluster = fields.required(CLUSTER, "the name of the agent's cluster");
        return read(fields, source, Optional.of(cluster));
    }

    private static AgentEntry read(Fields fields, String source, Optional<String> cluster) {
        fields.required("id", "the id of the agent");
        UUID id = ObjectReader.id(fields).orElse(NO_ID);
        AgentEntry.State state = state(fields);
        Quarantines quarantines = QuarantineReader.read(fields);
        AgentEntry agent = new AgentEntry(source, id, state, cluster, quarantines);
        fields.end();
        return agent;
    }

    private static AgentEntry.State state(Fields fields) {
        String word = fields.text("state").orElse(AgentEntry.State.ACTIVE.word());
        for (AgentEntry.State state : AgentEntry.State.values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        fields.problem(
                "state", "found %s, expected active or revoked".formatted(Problems.shown(word)));
        return AgentEntry.State.ACTIVE;
    }
}
