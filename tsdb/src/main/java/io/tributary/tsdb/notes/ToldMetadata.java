package io.tributary.tsdb.notes;

import io.tributary.model.Labels;
import io.tributary.model.notes.FamilyMetadata;
import java.util.List;

/// What is said of a metric family, and by whom.
///
/// @param stamps of each of those who say it; one at least
public record ToldMetadata(FamilyMetadata metadata, List<Labels> stamps) {
    public ToldMetadata {
        stamps = List.copyOf(stamps);
    }
}
