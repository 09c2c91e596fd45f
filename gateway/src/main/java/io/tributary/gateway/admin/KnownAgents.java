package io.tributary.gateway.admin;

import io.tributary.gateway.admin.Enrolments.Enrolled;
import io.tributary.gateway.admin.RegistryAdmin.Shown;
import io.tributary.gateway.registry.AgentEntry;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.RegistryView;
import io.tributary.gateway.registry.RegistryView.Declared;
import io.tributary.gateway.registry.journal.CanonicalJson;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Agents, each as the registry and the authority together know it.
///
/// ```
/// registry:   id, cluster, state          authority:   id, the certificate's cluster, its times
///                  └────────────── one agent by its id ──────────────┘
/// ```
record KnownAgents(RegistryView view, Enrolments enrolments) {
    /// What {@link Shown#source} says of one that is enrolled and not registered.
    static final String ENROLMENT = "enrolment";

    /// One of them: registered, enrolled, or both.
    ///
    /// @param cluster that its certificate is for; empty where that is not registered, or there is
    ///   no certificate
    /// @param tenants that it is about, by their own names: of that cluster, and of the one that it
    ///   is registered for
    record Known(
            UUID id,
            Optional<Declared> declared,
            Optional<Enrolled> enrolled,
            Optional<ClusterEntry> cluster,
            List<String> tenants) {
        Known {
            tenants = List.copyOf(tenants);
        }

        /// What is declared of it.
        Optional<AgentEntry> entry() {
            return declared.map(Declared::entry)
                    .filter(AgentEntry.class::isInstance)
                    .map(AgentEntry.class::cast);
        }

        /// Whether it is let in, as far as the registry says.
        AgentEntry.State state() {
            if (enrolled.isPresent() && cluster.isEmpty()) {
                return AgentEntry.State.REVOKED;
            }
            return entry().filter(said ->
                            cluster.map(said::isTurnedAway)
                                    .orElse(said.state() == AgentEntry.State.REVOKED))
                            .isPresent()
                    ? AgentEntry.State.REVOKED
                    : AgentEntry.State.ACTIVE;
        }

        /// Why that may not be declared of it: its certificate is for another cluster; empty where
        /// it may.
        Optional<String> contradiction() {
            Optional<String> said = entry().flatMap(AgentEntry::cluster);
            Optional<String> certified = cluster.map(ClusterEntry::name);
            return enrolled.isEmpty() || said.isEmpty() || said.equals(certified)
                    ? Optional.empty()
                    : Optional.of(
                            "agent %s: cluster: found %s, expected %s"
                                    .formatted(
                                            id,
                                            said.get(),
                                            certified
                                                    .map(name ->
                                                            name + ", which its certificate is for")
                                                    .orElse(
                                                            "that of its certificate, which is not registered any more")));
        }

        private String clusterName() {
            return cluster.map(ClusterEntry::name)
                    .or(() -> entry().flatMap(AgentEntry::cluster))
                    .orElse("");
        }

        private Instant since() {
            return enrolled.map(Enrolled::enrolled).orElse(Instant.EPOCH);
        }
    }

    /// One of them, by the text of its id; empty where nothing is known of it.
    Optional<Known> find(String name) {
        Optional<Declared> declared = view.find(new ObjectKey(ObjectKind.AGENT, name));
        return id(name).map(id -> known(id, declared, enrolments.find(id)))
                .filter(known -> known.declared().isPresent() || known.enrolled().isPresent());
    }

    /// An agent as it would be, were this declared of it.
    Known with(AgentEntry entry, Declared declared) {
        return known(entry.id(), Optional.of(declared), enrolments.find(entry.id()));
    }

    /// All of them: by cluster, then in the order in which they came.
    List<Known> all() {
        Map<UUID, Enrolled> enrolled = new LinkedHashMap<>();
        enrolments.all().forEach(one -> enrolled.put(one.agent(), one));
        List<Known> all = new ArrayList<>();
        for (Declared declared : view.all(ObjectKind.AGENT)) {
            UUID id = UUID.fromString(declared.key().name());
            Optional<Enrolled> own = Optional.ofNullable(enrolled.remove(id));
            all.add(known(id, Optional.of(declared), own));
        }
        enrolled.values()
                .forEach(one -> all.add(known(one.agent(), Optional.empty(), Optional.of(one))));
        all.sort(
                Comparator.comparing(Known::clusterName)
                        .thenComparing(Known::since)
                        .thenComparing(Known::id));
        return all;
    }

    /// An agent as it is shown.
    ///
    /// @param ofAll whether to somebody who sees where files lie
    static Shown shown(Known agent, boolean ofAll) {
        Optional<Shown.Certificate> certificate =
                agent.enrolled()
                        .map(found ->
                                new Shown.Certificate(
                                        agent.cluster().map(ClusterEntry::name), found));
        Shown.Agent of = new Shown.Agent(agent.state(), agent.tenants(), certificate);
        ObjectKey key = new ObjectKey(ObjectKind.AGENT, agent.id().toString());
        if (agent.declared().isEmpty()) {
            return new Shown(key, json(agent), ENROLMENT, 0, Optional.of(of));
        }
        Declared declared = agent.declared().get();
        String source = declared.isOfFile() && !ofAll ? "file" : declared.entry().source();
        return new Shown(key, declared.json(), source, declared.version(), Optional.of(of));
    }

    private Known known(UUID id, Optional<Declared> declared, Optional<Enrolled> enrolled) {
        Optional<ClusterEntry> cluster =
                enrolled.flatMap(found -> view.snapshot().cluster(found.cluster()));
        Set<String> tenants = new LinkedHashSet<>();
        cluster.ifPresent(found -> tenants.add(view.ownName(found.tenant())));
        declared.ifPresent(object -> tenants.addAll(view.tenantsOf(object.entry())));
        return new Known(id, declared, enrolled, cluster, List.copyOf(tenants));
    }

    /// What stands for the fields of one that nothing is declared of.
    private static String json(Known agent) {
        StringBuilder json = new StringBuilder("{\"id\":");
        json.append(CanonicalJson.quote(agent.id().toString()));
        agent.cluster()
                .ifPresent(cluster ->
                        json.append(",\"cluster\":").append(CanonicalJson.quote(cluster.name())));
        return json.append('}').toString();
    }

    private static Optional<UUID> id(String name) {
        try {
            UUID id = UUID.fromString(name);
            return id.toString().equals(name) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
