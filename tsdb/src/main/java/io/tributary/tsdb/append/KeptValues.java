package io.tributary.tsdb.append;

import io.tributary.model.flow.WriteResult;
import io.tributary.tsdb.rules.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is stored where samples of one request conflict: the first {@link
/// WriteResult#FINDINGS_MAX}, found while it is planned, told when it is applied. Reused; nothing
/// is allocated while nothing conflicts.
final class KeptValues {
    private final List<Entry> entries = new ArrayList<>(0);

    /// @param point of a sample its number in the batch, of a histogram the complement of it
    private record Entry(int point, WriteResult.Value kept) {}

    void clear() {
        entries.clear();
    }

    void ofSample(int sample, Content kept) {
        add(sample, kept);
    }

    void ofHistogram(int histogram, Content kept) {
        add(~histogram, kept);
    }

    /// What was kept where a sample conflicts; empty beyond the first.
    Optional<WriteResult.Value> atSample(int sample) {
        return find(sample);
    }

    /// Likewise of a histogram.
    Optional<WriteResult.Value> atHistogram(int histogram) {
        return find(~histogram);
    }

    private void add(int point, Content kept) {
        if (entries.size() < WriteResult.FINDINGS_MAX) {
            entries.add(new Entry(point, kept.told()));
        }
    }

    private Optional<WriteResult.Value> find(int point) {
        for (Entry entry : entries) {
            if (entry.point() == point) {
                return Optional.of(entry.kept());
            }
        }
        return Optional.empty();
    }
}
