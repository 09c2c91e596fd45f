package io.tributary.model.notes;

import io.tributary.model.Labels;
import java.util.List;

/// The exemplars of one series.
///
/// @param series its labels
/// @param exemplars by time; one at least
public record SeriesExemplars(Labels series, List<Exemplar> exemplars) {
    public SeriesExemplars {
        exemplars = List.copyOf(exemplars);
    }
}
