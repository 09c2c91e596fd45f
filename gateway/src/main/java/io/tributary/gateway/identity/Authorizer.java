package io.tributary.gateway.identity;

import io.tributary.gateway.audit.AuditQuery;
import io.tributary.gateway.labels.LabelLimits;
import io.tributary.gateway.limits.WriteLimits;
import io.tributary.gateway.quarantine.QuarantineKey;
import io.tributary.gateway.registry.Granted;
import io.tributary.gateway.registry.Registry;
import io.tributary.gateway.registry.RegistrySnapshot;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.registry.TenantEntry;
import io.tributary.gateway.registry.ViewPart;
import io.tributary.gateway.routing.Destination;
import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// From who asks, and which tenants they name, to where a write goes and what a read sees.
///
/// A header chooses among what is granted and never widens it. While authentication is off
/// everything is granted, and a write to a name not seen before makes the tenant; a read does not,
/// and sees nothing there.
///
/// Safe from any thread; costs a few look-ups a request.
public final class Authorizer {
    /// Tenants that may come into being by being named. More must be registered.
    public static final int TENANTS_MAX = 1_000;

    /// What of a cluster's settings is looked at here.
    public static final Settings OF_CLUSTERS =
            Settings.union(LabelLimits.SETTINGS, WriteLimits.OF_CLUSTERS);

    /// What of a tenant's settings is looked at here.
    public static final Settings OF_TENANTS =
            Settings.union(LabelLimits.SETTINGS, WriteLimits.OF_TENANTS);

    private final TenantDirectory tenants;
    private final Registry registry;
    private final Config config;
    private final long futureMillis;
    private final WriterRoutes writers;

    /// Of the tenants in a directory.
    ///
    /// @param config the server's, for tenants that are not registered
    /// @param futureMillis how far ahead of our clock a sample may be
    public Authorizer(
            TenantDirectory tenants, Registry registry, Config config, long futureMillis) {
        this.tenants = tenants;
        this.registry = registry;
        this.config = config;
        this.futureMillis = futureMillis;
        this.writers = new WriterRoutes(tenants, config, futureMillis);
    }

    /// Where a write goes.
    ///
    /// @throws IdentityException if no one tenant is named as it must be, or one that is not
    ///   granted, or there are too many
    public Destination destination(Caller caller, TenantHeaders headers, Dialect dialect)
            throws IdentityException {
        return writers.find(registry.current(), caller, headers, dialect, false);
    }

    /// Where a write goes whose labels choose nothing.
    ///
    /// @throws IdentityException as {@link #destination} does
    public Route writer(Caller caller, TenantHeaders headers, Dialect dialect)
            throws IdentityException {
        return destination(caller, headers, dialect).home();
    }

    /// Where a write goes that brings a past that was kept elsewhere, however old.
    ///
    /// @throws IdentityException as {@link #destination}; also if the caller may not import now
    public Destination importer(Caller caller, TenantHeaders headers, Dialect dialect)
            throws IdentityException {
        if (!caller.imports()) {
            throw IdentityException.forbidden(
                    "import",
                    "%s may not import now: its credential has no importUntil, or one that is over"
                            .formatted(caller.name()));
        }
        return writers.find(registry.current(), caller, headers, dialect, true);
    }

    /// Where a write would go, if it came now: by the way of those that come, but no tenant is made
    /// of it, and no route.
    ///
    /// @throws IdentityException as {@link #destination}
    public Destination foresee(
            RegistrySnapshot snapshot, Caller caller, TenantHeaders headers, Dialect dialect)
            throws IdentityException {
        return new WriterRoutes(new ForeseenTenants(tenants), config, futureMillis)
                .find(snapshot, caller, headers, dialect, false);
    }

    /// What a read sees.
    ///
    /// @throws IdentityException if a name is none, or that of a tenant that is not granted, or
    ///   none is named where one has to be
    public ReadScope reader(Caller caller, TenantHeaders headers) throws IdentityException {
        RegistrySnapshot snapshot = registry.current();
        Optional<String> choice = headers.choice();
        List<String> names =
                choice.isPresent()
                        ? TenantNames.checkAll(choice.get())
                        : List.of(TenantChoice.theOne(snapshot, caller));
        List<ReadScope.TenantScope> scopes = new ArrayList<>();
        for (String name : names) {
            if (!TenantChoice.isGranted(snapshot, caller, name)) {
                throw TenantChoice.notGranted(caller, name);
            }
            addScopes(snapshot, caller, name, scopes);
        }
        return new ReadScope(scopes, names.size() > 1);
    }

    /// The scope of a request that reads no data.
    public static ReadScope nothing() {
        return new ReadScope(List.of(), false);
    }

    /// A tenant that is registered and has data of its own, as the store has it; made there where
    /// it is new.
    public Tenant tenant(TenantEntry entry) {
        return writers.tenant(entry);
    }

    /// Whether a caller sees to a tenant, of any name of it: who sees to the site does to all.
    public boolean seesTo(Caller caller, String tenant) {
        return caller.roles().contains(Role.PLATFORM_ADMIN)
                || (caller.roles().contains(Role.TENANT_ADMIN)
                        && TenantChoice.isGranted(registry.current(), caller, tenant));
    }

    /// What of the audit stream a caller may see: all of it who sees to the site, and of their
    /// tenants who sees to these.
    public AuditQuery.Sight auditSight(Caller caller) {
        boolean all =
                caller.roles().contains(Role.AUDITOR)
                        || caller.roles().contains(Role.PLATFORM_ADMIN)
                        || caller.tenants() instanceof Granted.Every;
        if (all) {
            return new AuditQuery.Sight.Everything();
        }
        RegistrySnapshot snapshot = registry.current();
        Set<UUID> ids = new HashSet<>();
        for (TenantEntry entry : seen(snapshot, caller.tenants())) {
            stored(entry).ifPresent(tenant -> ids.add(tenant.id()));
        }
        return new AuditQuery.Sight.Tenants(ids);
    }

    /// The settings that hold for a read: of each tenant, or view, that it names; the server's
    /// where it sees nothing.
    public List<Config> configs(ReadScope scope) {
        RegistrySnapshot snapshot = registry.current();
        return scope.tenants().isEmpty()
                ? List.of(config)
                : scope.tenants().stream()
                        .map(ReadScope.TenantScope::shown)
                        .distinct()
                        .map(name -> config(snapshot, name))
                        .toList();
    }

    /// The settings of one tenant, by its name.
    public Config config(String tenant) {
        return config(registry.current(), tenant);
    }

    /// Who is registered now.
    public RegistrySnapshot registered() {
        return registry.current();
    }

    private Config config(RegistrySnapshot snapshot, String tenant) {
        return snapshot.tenant(tenant).map(TenantEntry::config).orElse(config);
    }

    private void addScopes(
            RegistrySnapshot snapshot,
            Caller caller,
            String name,
            List<ReadScope.TenantScope> scopes) {
        Optional<TenantEntry> entry = snapshot.tenant(name);
        if (entry.isEmpty()) {
            tenants.find(name)
                    .ifPresent(found ->
                            scopes.add(new ReadScope.TenantScope(found, name, caller.match())));
            return;
        }
        String shown = entry.get().name();
        if (!entry.get().isView()) {
            scopes.addAll(scopes(snapshot, entry.get(), shown, caller.match()));
            return;
        }
        for (ViewPart part : entry.get().view()) {
            List<Matcher> match = new ArrayList<>(part.match());
            match.addAll(caller.match());
            for (TenantEntry seen : seen(snapshot, part.tenants())) {
                scopes.addAll(scopes(snapshot, seen, shown, match));
            }
        }
    }

    /// A tenant's own data, and behind it what was released from quarantine.
    private List<ReadScope.TenantScope> scopes(
            RegistrySnapshot snapshot, TenantEntry entry, String shown, List<Matcher> match) {
        Optional<Tenant> own = stored(entry);
        if (own.isEmpty()) {
            return List.of();
        }
        List<ReadScope.TenantScope> scopes = new ArrayList<>();
        scopes.add(new ReadScope.TenantScope(own.get(), shown, match));
        for (QuarantineKey released : snapshot.released(entry)) {
            tenants.find(released.within(own.get()).id())
                    .ifPresent(found -> scopes.add(new ReadScope.TenantScope(found, shown, match)));
        }
        return scopes;
    }

    private static List<TenantEntry> seen(RegistrySnapshot snapshot, Granted granted) {
        return switch (granted) {
            case Granted.Every _ ->
                    snapshot.tenants().stream().filter(tenant -> !tenant.isView()).toList();
            case Granted.Listed(var names) ->
                    names.stream().flatMap(name -> snapshot.tenant(name).stream()).toList();
        };
    }

    private Optional<Tenant> stored(TenantEntry entry) {
        return entry.id().isPresent() ? tenants.find(entry.id().get()) : tenants.find(entry.name());
    }
}
