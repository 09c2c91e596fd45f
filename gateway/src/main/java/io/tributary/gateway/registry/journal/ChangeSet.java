package io.tributary.gateway.registry.journal;

import java.time.Instant;
import java.util.List;

/// Changes that take effect together.
///
/// @param time to the millisecond
/// @param who the name of the credential that asked for them
/// @param from the address that it came from
/// @param changes each object once
public record ChangeSet(Instant time, String who, String from, List<Change> changes) {
    /// Most changes in a set.
    public static final int CHANGES_MAX = 10_000;

    public ChangeSet {
        changes = List.copyOf(changes);
        if (changes.isEmpty() || changes.size() > CHANGES_MAX) {
            throw new IllegalArgumentException("BUG: a set of " + changes.size() + " changes");
        }
    }
}
