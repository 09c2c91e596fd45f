package io.tributary.gateway.registry;

import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that is registered, as it was declared and as it is in force. Immutable.
public final class RegistryView {
    /// An object as it was declared.
    ///
    /// @param json its fields, as {@link io.tributary.gateway.registry.journal.CanonicalJson}
    ///   writes them, hashes of secrets among them
    /// @param version of the change that made it what it is; 0 where it stands in a file
    public record Declared(ObjectKey key, RegistryObject entry, String json, long version) {
        /// Whether it stands in a file, where alone it can be changed.
        public boolean isOfFile() {
            return version == 0;
        }
    }

    static final RegistryView EMPTY =
            new RegistryView(RegistrySnapshot.empty(), RegistryFiles.NONE, ApiObjects.NONE);

    private final RegistrySnapshot snapshot;
    private final RegistryFiles files;
    private final ApiObjects api;

    RegistryView(RegistrySnapshot snapshot, RegistryFiles files, ApiObjects api) {
        this.snapshot = snapshot;
        this.files = files;
        this.api = api;
    }

    public RegistrySnapshot snapshot() {
        return snapshot;
    }

    RegistryFiles files() {
        return files;
    }

    ApiObjects api() {
        return api;
    }

    public Optional<Declared> find(ObjectKey key) {
        Optional<Declared> ofFile = Optional.ofNullable(files.declared().get(key));
        return ofFile.isPresent() ? ofFile : Optional.ofNullable(api.declared().get(key));
    }

    /// All of a kind: those of files first, each in the order of its declaration.
    public List<Declared> all(ObjectKind kind) {
        List<Declared> all = new ArrayList<>();
        for (Map<ObjectKey, Declared> source : List.of(files.declared(), api.declared())) {
            for (Declared object : source.values()) {
                if (object.key().kind() == kind) {
                    all.add(object);
                }
            }
        }
        return all;
    }

    /// The tenants that an object is about, by their own names: itself, those that a credential may
    /// choose among, or a cluster's. `*` stands for every tenant; none for a credential that is of
    /// no tenant, and for an agent of a file that names no cluster.
    public List<String> tenantsOf(RegistryObject object) {
        return switch (object) {
            case TenantEntry tenant -> List.of(tenant.name());
            case ClusterEntry cluster -> List.of(ownName(cluster.tenant()));
            case AgentEntry agent -> agent.cluster().map(this::tenantOf).orElse(List.of());
            case CredentialEntry credential -> {
                if (credential.cluster().isPresent()) {
                    yield tenantOf(credential.cluster().get());
                }
                yield switch (credential.tenants()) {
                    case Granted.Every _ -> List.of(Granted.EVERY);
                    case Granted.Listed(var names) ->
                            names.stream().map(this::ownName).distinct().toList();
                };
            }
        };
    }

    /// What a tenant is called, by its name or one of its aliases.
    public String ownName(String name) {
        return snapshot.tenant(name).map(TenantEntry::name).orElse(name);
    }

    private List<String> tenantOf(String cluster) {
        return snapshot.cluster(cluster).stream().map(found -> ownName(found.tenant())).toList();
    }
}
