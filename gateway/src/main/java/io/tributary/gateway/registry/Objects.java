package io.tributary.gateway.registry;

import io.tributary.gateway.jwt.IssuerRule;
import java.util.List;

/// What was declared, before it was looked at as a whole.
record Objects(
        List<TenantEntry> tenants,
        List<ClusterEntry> clusters,
        List<CredentialEntry> credentials,
        List<IssuerRule> issuers,
        List<AgentEntry> agents) {
    Objects {
        tenants = List.copyOf(tenants);
        clusters = List.copyOf(clusters);
        credentials = List.copyOf(credentials);
        issuers = List.copyOf(issuers);
        agents = List.copyOf(agents);
    }
}
