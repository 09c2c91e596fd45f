package io.tributary.gateway.registry;

/// Something that is registered. Its name is unique among those of its kind.
public sealed interface RegistryObject
        permits TenantEntry, ClusterEntry, CredentialEntry, AgentEntry {
    String name();

    /// Where it was declared, for people: a place in a file, or the API.
    String source();
}
