package io.tributary.gateway.registry;

import io.tributary.gateway.jwt.IssuerRule;
import io.tributary.gateway.registry.RegistryView.Declared;
import io.tributary.gateway.registry.WholeCheck.Objects;
import io.tributary.gateway.registry.journal.CanonicalJson;
import io.tributary.gateway.registry.journal.ObjectKey;
import io.tributary.gateway.registry.journal.ObjectKind;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.files.InputFiles;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import io.tributary.runtime.yaml.YamlTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is declared in a file, or in the files of a directory; each holds any of `tenants`,
/// `clusters`, `credentials`, `agents` and `issuers`. Immutable once read.
///
/// @param contents what they were read from
/// @param declared each object once; where a name stands twice, the first
/// @param configs the settings of their tenants, by each of their names
/// @param borrowed the settings that tenants declared elsewhere had, by the name under which
///   clusters in these files belong to them
record RegistryFiles(
        SortedMap<String, byte[]> contents,
        Objects objects,
        Map<ObjectKey, Declared> declared,
        Map<String, Config> configs,
        Map<String, Config> borrowed) {
    /// All files together, in bytes: 100,000 objects of some hundred bytes.
    static final int BYTES_MAX = 64 * 1024 * 1024;

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    static final RegistryFiles NONE =
            new RegistryFiles(new TreeMap<>(), Objects.NONE, Map.of(), Map.of(), Map.of());

    /// The bytes of each file, by its name.
    ///
    /// @throws IOException if one cannot be read; the message names it
    static SortedMap<String, byte[]> read(Path path) throws IOException {
        return InputFiles.read(path, ENDINGS, BYTES_MAX);
    }

    /// What they declare.
    ///
    /// @param others the settings of tenants that are declared elsewhere, by each of their names
    static RegistryFiles parse(
            SortedMap<String, byte[]> files,
            PolicySettings settings,
            Map<String, Config> others,
            Problems problems) {
        List<Fields> roots = new ArrayList<>();
        files.forEach((name, bytes) -> {
            Optional<YamlNode.Section> root = YamlTree.read(name, bytes, BYTES_MAX, problems);
            root.ifPresent(section -> roots.add(new Fields(section, "", problems)));
        });
        ObjectReader reader = new ObjectReader(settings);
        Map<ObjectKey, Declared> declared = new LinkedHashMap<>();
        List<TenantEntry> tenants = new ArrayList<>();
        Map<String, Config> configs = new HashMap<>();
        for (Fields fields : all(ObjectKind.TENANT, roots)) {
            TenantEntry tenant = reader.tenant(fields, fields.place());
            tenants.add(tenant);
            tenant.names().forEach(name -> configs.put(name, tenant.config()));
            add(ObjectKind.TENANT, tenant, fields, declared);
        }
        List<ClusterEntry> clusters = new ArrayList<>();
        Map<String, Config> borrowed = new HashMap<>();
        for (Fields fields : all(ObjectKind.CLUSTER, roots)) {
            ClusterEntry cluster =
                    reader.cluster(
                            fields,
                            fields.place(),
                            tenant -> {
                                Config own = configs.get(tenant);
                                return own != null
                                        ? own
                                        : borrowed.computeIfAbsent(
                                                tenant,
                                                name ->
                                                        others.getOrDefault(
                                                                name, settings.config()));
                            });
            clusters.add(cluster);
            add(ObjectKind.CLUSTER, cluster, fields, declared);
        }
        List<CredentialEntry> credentials = new ArrayList<>();
        for (Fields fields : all(ObjectKind.CREDENTIAL, roots)) {
            Optional<CredentialEntry> credential = reader.credential(fields, fields.place());
            credential.ifPresent(credentials::add);
            credential.ifPresent(entry -> add(ObjectKind.CREDENTIAL, entry, fields, declared));
        }
        List<AgentEntry> agents = agents(roots, declared);
        List<IssuerRule> issuers = IssuerReader.readAll(objects("issuers", roots), problems);
        roots.forEach(Fields::end);
        return new RegistryFiles(
                files,
                new Objects(tenants, clusters, credentials, issuers, agents),
                declared,
                configs,
                borrowed);
    }

    /// The same, where tenants that are declared elsewhere may have other settings now.
    RegistryFiles with(Map<String, Config> others, PolicySettings settings, Problems problems) {
        boolean isSame =
                borrowed.entrySet().stream()
                        .allMatch(entry ->
                                others.getOrDefault(entry.getKey(), settings.config())
                                        == entry.getValue());
        return isSame ? this : parse(contents, settings, others, problems);
    }

    private static List<AgentEntry> agents(List<Fields> roots, Map<ObjectKey, Declared> declared) {
        List<AgentEntry> agents = new ArrayList<>();
        for (Fields fields : all(ObjectKind.AGENT, roots)) {
            AgentEntry agent = AgentReader.ofFile(fields, fields.place());
            agents.add(agent);
            add(ObjectKind.AGENT, agent, fields, declared);
        }
        return agents;
    }

    private static void add(
            ObjectKind kind, RegistryObject entry, Fields fields, Map<ObjectKey, Declared> into) {
        ObjectKey key = new ObjectKey(kind, entry.name());
        into.putIfAbsent(key, new Declared(key, entry, CanonicalJson.of(fields.section()), 0));
    }

    private static List<Fields> all(ObjectKind kind, List<Fields> roots) {
        return objects(kind.plural(), roots);
    }

    private static List<Fields> objects(String key, List<Fields> roots) {
        List<Fields> all = new ArrayList<>();
        roots.forEach(root -> all.addAll(root.objects(key)));
        return all;
    }
}
