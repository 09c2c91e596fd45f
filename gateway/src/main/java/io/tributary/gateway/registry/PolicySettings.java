package io.tributary.gateway.registry;

import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;

/// The server's settings that tenants and clusters may have of their own. They stand in a tenant or
/// cluster by the keys that they have in the server's own file, and go down: what the server has, a
/// tenant has where it says nothing; what a tenant has, each of its clusters.
///
/// @param config the server's
/// @param tenants those that a tenant may have
/// @param clusters those that a cluster may have
/// @param check what is to be right between settings, of whoever has some of their own
public record PolicySettings(Config config, Settings tenants, Settings clusters, Check check) {
    /// Looks at settings that are each right in itself.
    @FunctionalInterface
    public interface Check {
        /// Notes what is wrong between them.
        void check(Config config, Problems problems);
    }

    /// Where nothing is to be right between settings.
    public PolicySettings(Config config, Settings tenants, Settings clusters) {
        this(config, tenants, clusters, (_, _) -> {});
    }

    Config ofTenant(Fields fields) {
        return overlaid(config, tenants, fields);
    }

    Config ofCluster(Fields fields, Config ofTenant) {
        return overlaid(ofTenant, clusters, fields);
    }

    private Config overlaid(Config below, Settings allowed, Fields fields) {
        YamlNode.Section own = fields.only(allowed.sections());
        if (own.entries().isEmpty()) {
            return below;
        }
        Config whole = below.overlaid(allowed, own, fields.problems());
        check.check(whole, fields.problems());
        return whole;
    }
}
