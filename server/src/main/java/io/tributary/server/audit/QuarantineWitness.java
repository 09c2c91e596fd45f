package io.tributary.server.audit;

import io.tributary.gateway.audit.AuditEvent;
import io.tributary.gateway.audit.AuditEvent.Kind;
import io.tributary.gateway.audit.Origin;
import io.tributary.gateway.quarantine.Quarantines;
import io.tributary.gateway.quarantine.Quarantines.Quarantine;
import io.tributary.gateway.registry.AgentEntry;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.runtime.clock.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells the audit stream of each quarantine that another version of the registry begins, releases,
/// drops or says nothing of any more: whoever changed it, and where.
public final class QuarantineWitness implements Consumer<RegistrySnapshot> {
    private static final String REMOVED = "removed";

    private final AuditTrail trail;
    private final Clock clock;
    private Map<Whose, String> before;

    /// Whose a quarantine is.
    ///
    /// @param agent empty where it is of the whole cluster
    private record Whose(String cluster, String agent, String name) {
        @Override
        public String toString() {
            return agent.isEmpty()
                    ? "quarantine %s of cluster %s".formatted(name, cluster)
                    : "quarantine %s of agent %s of cluster %s".formatted(name, agent, cluster);
        }
    }

    /// @param now what is in force, and is not told of
    public QuarantineWitness(AuditTrail trail, Clock clock, RegistrySnapshot now) {
        this.trail = trail;
        this.clock = clock;
        this.before = states(now);
    }

    @Override
    public synchronized void accept(RegistrySnapshot now) {
        Map<Whose, String> states = states(now);
        states.forEach((whose, state) -> {
            if (!state.equals(before.remove(whose))) {
                tell(whose, state);
            }
        });
        before.keySet().forEach(whose -> tell(whose, REMOVED));
        before = states;
    }

    private void tell(Whose whose, String state) {
        trail.recordDurably(
                AuditEvent.of(
                        clock.wallMillis(),
                        Kind.QUARANTINE,
                        new Origin("registry", "", Optional.empty(), whose.cluster(), "", ""),
                        state,
                        "%s: %s".formatted(whose, state)));
    }

    private static Map<Whose, String> states(RegistrySnapshot snapshot) {
        Map<Whose, String> states = new LinkedHashMap<>();
        for (ClusterEntry cluster : snapshot.clusters()) {
            add(cluster.name(), "", cluster.quarantines(), states);
        }
        for (AgentEntry agent : snapshot.agents()) {
            add(agent.cluster().orElse(""), agent.id().toString(), agent.quarantines(), states);
        }
        return states;
    }

    private static void add(
            String cluster, String agent, Quarantines quarantines, Map<Whose, String> states) {
        for (Quarantine each : quarantines.all()) {
            states.put(new Whose(cluster, agent, each.name()), each.state().word());
        }
    }
}
