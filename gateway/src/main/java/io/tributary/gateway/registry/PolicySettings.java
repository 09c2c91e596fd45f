package io.tributary.gateway.registry;

import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.YamlNode;

/// The server's settings that tenants and clusters may have of their own. They stand in a tenant or
/// cluster by the keys that they have in the server's own file, and go down: what the server has, a
/// tenant has where it says nothing; what a tenant has, each of its clusters.
///
/// @param config the server's
/// @param tenants those that a tenant may have
/// @param clusters those that a cluster may have
public record PolicySettings(Config config, Settings tenants, Settings clusters) {
    Config ofTenant(Fields fields) {
        return overlaid(config, tenants, fields);
    }

    Config ofCluster(Fields fields, Config ofTenant) {
        return overlaid(ofTenant, clusters, fields);
    }

    private static Config overlaid(Config below, Settings allowed, Fields fields) {
        YamlNode.Section own = fields.only(allowed.sections());
        return own.entries().isEmpty() ? below : below.overlaid(allowed, own, fields.problems());
    }
}
