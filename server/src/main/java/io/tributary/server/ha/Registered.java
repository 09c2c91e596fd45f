package io.tributary.server.ha;

import io.tributary.model.GoQuote;
import io.tributary.model.Label;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The replica labels that are registered.
///
/// @param byTenant of those tenants that have their own, none where a tenant is to have none; of
///   all others by the empty name
record Registered(Map<String, Set<String>> byTenant) {
    static final Registered NONE = new Registered(Map.of());

    /// Most labels of one tenant.
    static final int LABELS_MAX = 16;

    Registered {
        Map<String, Set<String>> copied = new HashMap<>();
        byTenant.forEach((tenant, labels) -> copied.put(tenant, Set.copyOf(labels)));
        byTenant = Map.copyOf(copied);
    }

    /// Of one tenant.
    Set<String> labels(String tenant) {
        Set<String> ofAll = byTenant.getOrDefault("", Set.of());
        return byTenant.getOrDefault(tenant, ofAll);
    }

    /// What is wrong with labels as replica labels: series that differ in the name, or belong to
    /// different tenants, are no replicas.
    static Optional<String> problem(Collection<String> labels) {
        if (labels.size() > LABELS_MAX) {
            return Optional.of("more than " + LABELS_MAX + " labels");
        }
        for (String label : labels) {
            if (label.isEmpty() || label.indexOf('\uFFFD') >= 0) {
                return Optional.of("invalid label name: " + GoQuote.quote(label));
            }
            if (label.equals(Label.METRIC_NAME) || label.equals(Label.TENANT_ID)) {
                return Optional.of("cannot be a replica label: " + GoQuote.quote(label));
            }
        }
        return Optional.empty();
    }
}
