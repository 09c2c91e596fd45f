package io.tributary.gateway.registry.journal;

/// An object of the journal.
///
/// @param version of the set that made it what it is
/// @param json as {@link CanonicalJson} writes it
public record StoredObject(long version, String json) {}
