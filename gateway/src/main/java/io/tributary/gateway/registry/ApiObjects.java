package io.tributary.gateway.registry;

import io.tributary.gateway.registry.ChangeProposal.Edit;
import io.tributary.gateway.registry.RegistryView.Declared;
import io.tributary.gateway.registry.WholeCheck.Objects;
import io.tributary.gateway.registry.journal.CanonicalJson;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.gateway.registry.journal.StoredObject;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is declared by the API. Immutable; what a change leaves alone is not read again.
///
/// @param configs the settings of its tenants, by each of their names
/// @param inherited what each of its clusters had from its tenant when it was read
record ApiObjects(
        Map<ObjectKey, Declared> declared,
        Map<String, Config> configs,
        Map<ObjectKey, Config> inherited) {
    /// What {@link RegistryObject#source} says of them.
    static final String SOURCE = "api";

    static final ApiObjects NONE = new ApiObjects(Map.of(), Map.of(), Map.of());

    /// The objects of a journal.
    ///
    /// @param ofFiles as for {@link #with}
    static ApiObjects of(
            Map<ObjectKey, StoredObject> stored,
            Map<String, Config> ofFiles,
            PolicySettings settings,
            Problems problems) {
        List<Edit> edits = new ArrayList<>();
        stored.forEach((key, object) ->
                edits.add(
                        new Edit(
                                key,
                                CanonicalJson.read("stored " + key, object.json(), problems))));
        ApiObjects read = NONE.with(edits, 1, ofFiles, settings, problems);
        Map<ObjectKey, Declared> declared = new LinkedHashMap<>();
        read.declared.forEach((key, object) -> {
            StoredObject kept = stored.get(key);
            if (kept != null) {
                declared.put(key, new Declared(key, object.entry(), object.json(), kept.version()));
            }
        });
        return new ApiObjects(declared, read.configs, read.inherited);
    }

    /// These, edited, each object at most once.
    ///
    /// @param version of the change
    /// @param ofFiles the settings of tenants that are declared in files
    ApiObjects with(
            List<Edit> edits,
            long version,
            Map<String, Config> ofFiles,
            PolicySettings settings,
            Problems problems) {
        Map<ObjectKey, Declared> next = new LinkedHashMap<>(declared);
        Map<ObjectKey, Config> nextInherited = new HashMap<>(inherited);
        ObjectReader reader = new ObjectReader(settings);
        for (Edit edit : edits) {
            if (edit.object().isEmpty()) {
                next.remove(edit.key());
                nextInherited.remove(edit.key());
            } else if (edit.key().kind() == ObjectKind.TENANT) {
                read(
                        edit,
                        fields -> Optional.of(reader.tenant(fields, SOURCE)),
                        version,
                        next,
                        problems);
            }
        }
        Map<String, Config> nextConfigs = configs(edits, next);
        Inheritance inheritance = new Inheritance(nextConfigs, ofFiles, settings.config());
        for (Edit edit : edits) {
            switch (edit.key().kind()) {
                case TENANT -> {}
                case CLUSTER ->
                        read(
                                edit,
                                fields ->
                                        Optional.of(
                                                reader.cluster(fields, SOURCE, inheritance::of)),
                                version,
                                next,
                                problems);
                case CREDENTIAL ->
                        read(
                                edit,
                                fields -> reader.credential(fields, SOURCE).map(entry -> entry),
                                version,
                                next,
                                problems);
                case AGENT ->
                        read(
                                edit,
                                fields -> Optional.of(AgentReader.ofApi(fields, SOURCE)),
                                version,
                                next,
                                problems);
            }
        }
        inheritance.apply(next, nextInherited, reader, problems);
        return new ApiObjects(next, nextConfigs, nextInherited);
    }

    Objects objects() {
        List<TenantEntry> tenants = new ArrayList<>();
        List<ClusterEntry> clusters = new ArrayList<>();
        List<CredentialEntry> credentials = new ArrayList<>();
        List<AgentEntry> agents = new ArrayList<>();
        for (Declared object : declared.values()) {
            switch (object.entry()) {
                case TenantEntry tenant -> tenants.add(tenant);
                case ClusterEntry cluster -> clusters.add(cluster);
                case CredentialEntry credential -> credentials.add(credential);
                case AgentEntry agent -> agents.add(agent);
            }
        }
        return new Objects(tenants, clusters, credentials, List.of(), agents);
    }

    /// What clusters have from their tenants.
    private record Inheritance(
            Map<String, Config> ofApi, Map<String, Config> ofFiles, Config otherwise) {
        Config of(String tenant) {
            Config own = ofApi.get(tenant);
            return own != null ? own : ofFiles.getOrDefault(tenant, otherwise);
        }

        /// Reads again each cluster whose tenant has other settings than when it was read.
        void apply(
                Map<ObjectKey, Declared> objects,
                Map<ObjectKey, Config> inherited,
                ObjectReader reader,
                Problems problems) {
            for (Map.Entry<ObjectKey, Declared> object : objects.entrySet()) {
                if (!(object.getValue().entry() instanceof ClusterEntry cluster)) {
                    continue;
                }
                ObjectKey key = object.getKey();
                Config now = of(cluster.tenant());
                Config before = inherited.put(key, now);
                if (before != null && before != now) {
                    Declared old = object.getValue();
                    CanonicalJson.read("stored " + key, old.json(), problems)
                            .map(section ->
                                    reader.cluster(
                                            new Fields(section, "", problems), SOURCE, this::of))
                            .ifPresent(entry ->
                                    object.setValue(
                                            new Declared(key, entry, old.json(), old.version())));
                }
            }
        }
    }

    private interface Reading {
        Optional<RegistryObject> of(Fields fields);
    }

    private static void read(
            Edit edit,
            Reading reading,
            long version,
            Map<ObjectKey, Declared> into,
            Problems problems) {
        if (edit.object().isEmpty()) {
            return;
        }
        Optional<RegistryObject> entry = reading.of(new Fields(edit.object().get(), "", problems));
        entry.ifPresent(found ->
                into.put(
                        edit.key(),
                        new Declared(
                                edit.key(),
                                found,
                                CanonicalJson.of(edit.object().get()),
                                version)));
    }

    /// The settings of tenants, where some of them were edited.
    private Map<String, Config> configs(List<Edit> edits, Map<ObjectKey, Declared> next) {
        List<ObjectKey> tenants =
                edits.stream()
                        .map(Edit::key)
                        .filter(key -> key.kind() == ObjectKind.TENANT)
                        .toList();
        if (tenants.isEmpty()) {
            return configs;
        }
        Map<String, Config> all = new HashMap<>(configs);
        for (ObjectKey key : tenants) {
            tenant(declared.get(key)).forEach(tenant -> tenant.names().forEach(all::remove));
        }
        for (ObjectKey key : tenants) {
            tenant(next.get(key))
                    .forEach(tenant ->
                            tenant.names().forEach(name -> all.put(name, tenant.config())));
        }
        return all;
    }

    private static List<TenantEntry> tenant(@Nullable Declared object) {
        return object != null && object.entry() instanceof TenantEntry tenant
                ? List.of(tenant)
                : List.of();
    }
}
