package io.tributary.tsdb.notes;

import io.tributary.model.Labels;
import io.tributary.model.notes.FamilyMetadata;

/// Those senders of a tenant who tell of metric families in a request, and what they told before.
/// Safe for several threads.
///
/// @param tenant its number
/// @param stamps by which readers tell them from others
public record Teller(Notes notes, int tenant, Labels stamps) {
    /// Whether exactly this is what they told last.
    boolean told(FamilyMetadata metadata) {
        return notes.isKnown(tenant, stamps, metadata);
    }

    /// Whether each of the first `count` of these is what they told last.
    ///
    /// @param statements each a {@link StatementHash}
    boolean told(long[] statements, int count) {
        return notes.areKnown(tenant, stamps, statements, count);
    }
}
