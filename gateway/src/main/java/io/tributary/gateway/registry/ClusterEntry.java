package io.tributary.gateway.registry;

import io.tributary.gateway.quarantine.Quarantines;
import io.tributary.gateway.registry.text.AddressRange;
import io.tributary.gateway.routing.RoutingPolicy;
import io.tributary.model.Labels;
import io.tributary.model.relabel.Relabeling;
import io.tributary.runtime.config.Config;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A workload cluster that is registered.
///
/// @param tenant the name of the tenant to whom its data belongs
/// @param stamps the labels that the server puts on its series
/// @param difference what becomes of a series that says otherwise
/// @param addresses from where it may come; none means from anywhere
/// @param maintenance when it may be silent
/// @param relabel rewrites the labels of what it writes, after its tenant's rules
/// @param quarantines of what all its senders write, but those that have one of their own
/// @param routing to which tenants its series go; empty where they all go to `tenant`
/// @param config the tenant's settings, with those that this cluster has of its own
public record ClusterEntry(
        String name,
        String source,
        UUID id,
        String tenant,
        Labels stamps,
        Difference difference,
        List<AddressRange> addresses,
        List<Maintenance> maintenance,
        Relabeling relabel,
        Quarantines quarantines,
        Optional<RoutingPolicy> routing,
        Config config)
        implements RegistryObject {
    /// What the cluster's name is stamped as.
    public static final String LABEL = "cluster";

    /// A time in which a cluster may be silent.
    ///
    /// @param from included
    /// @param to excluded
    /// @param why for people; may be empty
    public record Maintenance(Instant from, Instant to, String why) {
        boolean isAt(Instant time) {
            return !time.isBefore(from) && time.isBefore(to);
        }
    }

    /// What becomes of a series whose sender gave a stamped label another value.
    public enum Difference {
        /// It gets the stamp's value.
        OVERWRITE,
        /// It is refused.
        REFUSE
    }

    public ClusterEntry {
        addresses = List.copyOf(addresses);
        maintenance = List.copyOf(maintenance);
    }

    /// Why it may be silent at a time; empty where it may not.
    public Optional<String> maintenanceAt(long millis) {
        Instant time = Instant.ofEpochMilli(millis);
        return maintenance.stream()
                .filter(window -> window.isAt(time))
                .map(Maintenance::why)
                .findFirst();
    }
}
