package io.tributary.gateway.admin;

import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.registry.AgentEntry;
import io.tributary.gateway.registry.ClusterEntry;
import io.tributary.gateway.registry.CredentialEntry;
import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.RegistryView;
import io.tributary.gateway.registry.RegistryView.Declared;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.gateway.registry.journal.CanonicalJson;
import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.gateway.routing.RoutingPolicy;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a caller may see of the registry, and do to it.
///
/// ```
///                   tenants   clusters            credentials                    agents
/// platform-admin    all       all                 all                            all
/// tenant-admin      sees      sees, changes       sees; changes those of         sees, changes
///                   its own   those of its own    writer, reader, rules that     those of its
///                                                 are of its own tenants alone   own clusters
/// ```
///
/// Of which cluster an agent is, its certificate says: nobody makes one theirs by saying so.
///
/// A tenant-admin hands on no more than it has: not another's tenant, not a series that its own
/// policy hides, no backlog of its own accord, no limits; and it lets nobody import. Routing by
/// labels is its own to set between its own tenants; a cluster may keep what who sees to the site
/// gave it.
record AdminRights(Caller caller, RegistryView view, KnownAgents agents) {
    private static final Set<Role> HANDED_ON = Set.of(Role.WRITER, Role.READER, Role.RULES);

    AdminRights(Caller caller, RegistryView view, Enrolments enrolments) {
        this(caller, view, new KnownAgents(view, enrolments));
    }

    /// Whether everything may be seen and done.
    boolean isOfAll() {
        return caller.roles().contains(Role.PLATFORM_ADMIN);
    }

    boolean sees(Declared object) {
        return isOfAll()
                || isOwn(
                        object.entry() instanceof AgentEntry agent
                                ? agents.with(agent, object).tenants()
                                : view.tenantsOf(object.entry()));
    }

    /// Whether an agent may be shown, registered or not.
    boolean sees(KnownAgents.Known agent) {
        return isOfAll() || isOwn(agent.tenants());
    }

    /// Whether an entry of the history may be told.
    boolean sees(HistoryEntry entry) {
        return isOfAll() || isOwn(entry.tenants());
    }

    /// Whether what is done in a tenant, by its own name, may be told.
    boolean seesTenant(String name) {
        return isOfAll() || isOwn(List.of(name));
    }

    /// Whether what a view shows may be told.
    boolean seesView(TenantEntry tenant) {
        return isOfAll()
                || tenant.view().stream()
                        .allMatch(part ->
                                switch (part.tenants()) {
                                    case Granted.Every _ -> true;
                                    case Granted.Listed(var names) ->
                                            isOwn(names.stream().map(view::ownName).toList());
                                });
    }

    /// Whether an object as it is now may be changed, or made where there is none.
    boolean mayTouch(ObjectKey key, Optional<Declared> now) {
        if (isOfAll()) {
            return true;
        }
        if (key.kind() == ObjectKind.TENANT) {
            return false;
        }
        if (key.kind() == ObjectKind.AGENT) {
            return agents.find(key.name()).filter(this::sees).isPresent();
        }
        return now.isEmpty() || (sees(now.get()) && isHandedOn(now.get()) && mayRewrite(now.get()));
    }

    /// Why an object may not become this; empty where it may.
    ///
    /// @param settings that a cluster may have of its own
    Optional<String> objection(Optional<Declared> before, Declared next, Settings settings) {
        if (isOfAll()) {
            return Optional.empty();
        }
        if (!sees(next) || !isHandedOn(next)) {
            return Optional.of(refusal(next.key()));
        }
        return switch (next.entry()) {
            case TenantEntry _ -> Optional.of(refusal(next.key()));
            case ClusterEntry _ -> ofCluster(before, next, settings);
            case CredentialEntry credential -> ofCredential(credential);
            case AgentEntry _ -> Optional.empty();
        };
    }

    /// The same whether the object is there or not.
    String refusal(ObjectKey key) {
        return "%s may not see to %s".formatted(caller.name(), key);
    }

    private Optional<String> ofCluster(
            Optional<Declared> before, Declared next, Settings settings) {
        YamlNode.Section old = before.map(object -> section(object)).orElse(section("{}"));
        YamlNode.Section wanted = section(next);
        for (String key : settings.sections()) {
            if (!isSame(old.find(key), wanted.find(key))) {
                return Optional.of(
                        "%s may not set %s of a cluster: that is for a platform-admin"
                                .formatted(caller.name(), key));
            }
        }
        boolean ownRouting =
                isOwnRouting(routing(Optional.of(next))) && isOwnRouting(routing(before));
        if (!ownRouting && !isSame(old.find("routing"), wanted.find("routing"))) {
            return Optional.of(routingRefusal());
        }
        return isSame(old.find("id"), wanted.find("id"))
                ? Optional.empty()
                : Optional.of(
                        "%s may not set the id of a cluster: that is for a platform-admin"
                                .formatted(caller.name()));
    }

    private Optional<String> ofCredential(CredentialEntry credential) {
        if (credential.backlog() && !caller.backlog()) {
            return Optional.of(caller.name() + " may not hand on the right to send backlog");
        }
        if (credential.importUntil().isPresent()) {
            return Optional.of(
                    caller.name()
                            + " may not let anybody import (importUntil): that is for a platform-admin");
        }
        if (!isOwnRouting(credential.routing())) {
            return Optional.of(routingRefusal());
        }
        boolean reads = credential.roles().contains(Role.READER);
        return reads && !credential.match().containsAll(caller.match())
                ? Optional.of(
                        "%s may not let others see what it does not: match has to have its own conditions, %s"
                                .formatted(caller.name(), caller.match()))
                : Optional.empty();
    }

    private static boolean isHandedOn(Declared object) {
        return switch (object.entry()) {
            case TenantEntry _ -> false;
            case ClusterEntry _, AgentEntry _ -> true;
            case CredentialEntry credential -> HANDED_ON.containsAll(credential.roles());
        };
    }

    /// Whether a policy leads to the caller's own tenants only, and to no tenant by a rule.
    private boolean isOwnRouting(Optional<RoutingPolicy> routing) {
        return routing.isEmpty()
                || (!routing.get().granted().hasRules()
                        && (routing.get().listed().isEmpty()
                                || isOwn(
                                        routing.get().listed().stream()
                                                .map(view::ownName)
                                                .toList())));
    }

    private static Optional<RoutingPolicy> routing(Optional<Declared> cluster) {
        return cluster.flatMap(object ->
                object.entry() instanceof ClusterEntry entry ? entry.routing() : Optional.empty());
    }

    private String routingRefusal() {
        return "%s may not route to tenants that it does not see to, nor by anyTenant or tenantPrefixes: that is for a platform-admin"
                .formatted(caller.name());
    }

    /// Whether whoever changes an object gets no more by it than they have: a credential's secret
    /// is its changer's to set, and what it is routed to goes with it.
    private boolean mayRewrite(Declared object) {
        return !(object.entry() instanceof CredentialEntry credential)
                || isOwnRouting(credential.routing());
    }

    /// Whether there are some, and the caller sees to all of them.
    private boolean isOwn(List<String> tenants) {
        if (tenants.isEmpty() || !caller.roles().contains(Role.TENANT_ADMIN)) {
            return false;
        }
        return switch (caller.tenants()) {
            case Granted.Every _ -> true;
            case Granted.Listed(var names) ->
                    names.stream().map(view::ownName).toList().containsAll(tenants);
        };
    }

    private static boolean isSame(Optional<YamlNode> left, Optional<YamlNode> right) {
        return (left.isPresent() && right.isPresent())
                ? CanonicalJson.isSame(left.get(), right.get())
                : left.isEmpty() && right.isEmpty();
    }

    private static YamlNode.Section section(Declared object) {
        return section(object.json());
    }

    private static YamlNode.Section section(String json) {
        return CanonicalJson.read("object", json, new Problems()).orElseThrow();
    }
}
