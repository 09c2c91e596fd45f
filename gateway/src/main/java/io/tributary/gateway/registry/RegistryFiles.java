package io.tributary.gateway.registry;

import io.tributary.gateway.jwt.IssuerRule;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.InputFiles;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import io.tributary.runtime.yaml.YamlTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// What is declared in a file, or in the files of a directory; each holds any of `tenants`,
/// `clusters`, `credentials` and `issuers`.
final class RegistryFiles {
    /// All files together, in bytes: 100,000 objects of some hundred bytes.
    static final int BYTES_MAX = 64 * 1024 * 1024;

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private RegistryFiles() {}

    /// The bytes of each file, by its name.
    ///
    /// @throws IOException if one cannot be read; the message names it
    static SortedMap<String, byte[]> read(Path path) throws IOException {
        return InputFiles.read(path, ENDINGS, BYTES_MAX);
    }

    /// What they declare.
    static Objects parse(
            SortedMap<String, byte[]> files, PolicySettings settings, Problems problems) {
        List<Fields> roots = new ArrayList<>();
        files.forEach((name, bytes) -> {
            Optional<YamlNode.Section> root = YamlTree.read(name, bytes, BYTES_MAX, problems);
            root.ifPresent(section -> roots.add(new Fields(section, "", problems)));
        });
        ObjectReader reader = new ObjectReader(settings);
        List<TenantEntry> tenants = new ArrayList<>();
        Map<String, Config> configs = new HashMap<>();
        for (Fields fields : all("tenants", roots)) {
            TenantEntry tenant = reader.tenant(fields, fields.place());
            tenants.add(tenant);
            configs.put(tenant.name(), tenant.config());
            tenant.aliases().forEach(alias -> configs.put(alias, tenant.config()));
        }
        List<ClusterEntry> clusters = new ArrayList<>();
        for (Fields fields : all("clusters", roots)) {
            clusters.add(
                    reader.cluster(
                            fields,
                            fields.place(),
                            tenant -> configs.getOrDefault(tenant, settings.config())));
        }
        List<CredentialEntry> credentials = new ArrayList<>();
        for (Fields fields : all("credentials", roots)) {
            reader.credential(fields, fields.place()).ifPresent(credentials::add);
        }
        List<AgentEntry> agents = new ArrayList<>();
        for (Fields fields : all("agents", roots)) {
            agents.add(reader.agent(fields, fields.place()));
        }
        List<IssuerRule> issuers = IssuerReader.readAll(all("issuers", roots), problems);
        roots.forEach(Fields::end);
        return new Objects(tenants, clusters, credentials, issuers, agents);
    }

    private static List<Fields> all(String kind, List<Fields> roots) {
        List<Fields> all = new ArrayList<>();
        roots.forEach(root -> all.addAll(root.objects(kind)));
        return all;
    }
}
