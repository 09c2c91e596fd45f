package io.tributary.gateway.admin;

import io.tributary.gateway.frozen.Frozen;
import io.tributary.gateway.frozen.Frozen.Difference;
import io.tributary.gateway.frozen.FrozenSettings;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.RegistryView.Declared;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.model.Tenant;
import io.tributary.runtime.config.Config;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Tenants as they are declared, beside what is frozen of them: who is told that something else is
/// declared, and who may say that it shall be in force nevertheless.
///
/// Safe from any thread.
public final class FrozenTenants {
    private final Registry registry;
    private final FrozenSettings settings;
    private final Config ofServer;
    private final AdminWitness witness;
    private volatile Told told = new Told(RegistrySnapshot.empty(), -1, List.of());

    /// The warnings of one state.
    private record Told(RegistrySnapshot snapshot, long version, List<String> warnings) {
        Told {
            warnings = List.copyOf(warnings);
        }

        boolean isOf(RegistrySnapshot other, long otherVersion) {
            return snapshot.equals(other) && version == otherVersion;
        }
    }

    /// @param ofServer what is declared of tenants that are not registered
    public FrozenTenants(
            Registry registry, FrozenSettings settings, Config ofServer, AdminWitness witness) {
        this.registry = registry;
        this.settings = settings;
        this.ofServer = ofServer;
        this.witness = witness;
    }

    /// What is frozen of a tenant, and what is declared otherwise.
    public record Shown(Frozen frozen, List<Difference> differences) {
        public Shown {
            differences = List.copyOf(differences);
        }
    }

    /// What came of a question about one tenant.
    public sealed interface Answer {
        record Of(Shown tenant) implements Answer {}

        record No(Outcome why) implements Answer {}
    }

    /// The settings that are frozen.
    public FrozenSettings settings() {
        return settings;
    }

    /// A tenant, to who may see it.
    ///
    /// @param name its own, or an alias
    public Answer find(AdminCaller caller, String name) {
        RegistrySnapshot snapshot = registry.current();
        Optional<TenantEntry> entry = snapshot.tenant(name);
        if (!caller.seesAll() && !sees(caller, entry)) {
            return new Answer.No(forbidden(caller, name));
        }
        Optional<Frozen> frozen = frozen(entry, name);
        return frozen.isEmpty()
                ? new Answer.No(
                        new Outcome.NotFound(
                                "tenant %s has stored no point by which settings are frozen"
                                        .formatted(name)))
                : new Answer.Of(shown(frozen.get(), declared(entry)));
    }

    /// Has what is declared be in force from now on, whatever is frozen; durable on return.
    ///
    /// @return what was frozen, and how what is declared differed
    /// @throws IOException if it is not known to be durable
    public Answer replace(AdminCaller caller, String name) throws IOException {
        Answer before = find(caller, name);
        if (before instanceof Answer.Of(var shown)) {
            if (!caller.seesAll()) {
                return new Answer.No(forbidden(caller, name));
            }
            replace(caller, shown.frozen().tenant(), declared(registry.current().tenant(name)));
        }
        return before;
    }

    /// Why a tenant may not become this, a line each; empty where it may.
    ///
    /// @param before as it is; empty where it is new
    List<String> objections(Optional<Declared> before, TenantEntry next) {
        Config now =
                before.map(Declared::entry)
                        .filter(TenantEntry.class::isInstance)
                        .map(of -> ((TenantEntry) of).config())
                        .orElse(ofServer);
        Optional<Frozen> frozen = frozen(Optional.of(next), next.name());
        if (frozen.isEmpty() || settings.isSame(now, next.config())) {
            return List.of();
        }
        return settings.differences(frozen.get().tenant(), next.config()).stream()
                .map(of ->
                        "tenant %s: %s, which is frozen since %s, when the tenant had its first point: another value gives its series other names. To have it nevertheless, say force (--force, ?force=true)"
                                .formatted(next.name(), shown(of), frozen.get().since()))
                .toList();
    }

    /// Freezes what is declared of a tenant anew, where something is frozen.
    void replace(AdminCaller caller, TenantEntry entry) throws IOException {
        Optional<Frozen> frozen = frozen(Optional.of(entry), entry.name());
        if (frozen.isPresent()) {
            replace(caller, frozen.get().tenant(), entry.config());
        }
    }

    /// What an operator should know: what is declared and not in force, a line a setting.
    ///
    /// @param snapshot of the registry
    public List<String> warnings(RegistrySnapshot snapshot) {
        long version = settings.version();
        Told known = told;
        if (!known.isOf(snapshot, version)) {
            known = new Told(snapshot, version, warningsOf(snapshot));
            told = known;
        }
        return known.warnings();
    }

    private List<String> warningsOf(RegistrySnapshot snapshot) {
        Map<UUID, TenantEntry> byId = new HashMap<>();
        snapshot.tenants().forEach(entry -> entry.id().ifPresent(id -> byId.put(id, entry)));
        List<String> warnings = new ArrayList<>();
        for (Frozen frozen : settings.all()) {
            Tenant tenant = frozen.tenant();
            Optional<TenantEntry> entry =
                    Optional.ofNullable(byId.get(tenant.id()))
                            .or(() ->
                                    snapshot.tenant(tenant.name()).filter(of -> of.id().isEmpty()));
            for (Difference of : settings.differences(tenant, declared(entry))) {
                warnings.add(
                        "%s: tenant %s: %s, which is frozen since %s and stays in force; for the other: tributary tenants frozen %s --force"
                                .formatted(
                                        of.source(),
                                        tenant.name(),
                                        shown(of),
                                        frozen.since(),
                                        tenant.name()));
            }
        }
        return warnings;
    }

    private void replace(AdminCaller caller, Tenant tenant, Config declared) throws IOException {
        List<Difference> changed = settings.replace(tenant, declared);
        if (!changed.isEmpty()) {
            witness.replaced(
                    caller.name(),
                    caller.from(),
                    tenant,
                    changed.stream()
                            .map(of ->
                                    "%s: before %s, after %s"
                                            .formatted(
                                                    of.key(),
                                                    value(of.frozen()),
                                                    value(of.declared())))
                            .collect(Collectors.joining("; ")));
        }
    }

    private Shown shown(Frozen frozen, Config declared) {
        return new Shown(frozen, settings.differences(frozen.tenant(), declared));
    }

    private Config declared(Optional<TenantEntry> entry) {
        return entry.map(TenantEntry::config).orElse(ofServer);
    }

    private Optional<Frozen> frozen(Optional<TenantEntry> entry, String name) {
        return entry.flatMap(TenantEntry::id).isPresent()
                ? settings.find(entry.flatMap(TenantEntry::id).orElseThrow())
                : settings.find(entry.map(TenantEntry::name).orElse(name));
    }

    private boolean sees(AdminCaller caller, Optional<TenantEntry> entry) {
        ObjectKey key = new ObjectKey(ObjectKind.TENANT, entry.map(TenantEntry::name).orElse(""));
        AdminRights rights = new AdminRights(caller.caller(), registry.view(), Enrolments.NONE);
        return registry.view().find(key).filter(rights::sees).isPresent();
    }

    private Outcome forbidden(AdminCaller caller, String name) {
        String why =
                "%s may not see to %s"
                        .formatted(caller.name(), new ObjectKey(ObjectKind.TENANT, name));
        witness.refused(caller.name(), caller.from(), why);
        return new Outcome.Forbidden(why);
    }

    private static String shown(Difference of) {
        return "%s: found %s, expected %s"
                .formatted(of.key(), value(of.declared()), value(of.frozen()));
    }

    /// On one line.
    private static String value(String text) {
        return text.isEmpty() ? "nothing" : text.strip().replace("\n", ", ");
    }
}
