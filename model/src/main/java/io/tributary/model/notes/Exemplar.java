package io.tributary.model.notes;

import io.tributary.model.Labels;
import java.util.Comparator;

/// One observation that stands for others, with what leads to it: a trace, mostly.
///
/// @param labels its own, not those of its series; may be empty
/// @param timeMillis since 1970
/// @param valueBits raw IEEE 754 bits
public record Exemplar(Labels labels, long timeMillis, long valueBits) {
    /// The oldest first; two are equal in this order only if they are the same.
    public static final Comparator<Exemplar> BY_TIME =
            Comparator.comparingLong(Exemplar::timeMillis)
                    .thenComparing(Exemplar::labels)
                    .thenComparingLong(Exemplar::valueBits);
}
