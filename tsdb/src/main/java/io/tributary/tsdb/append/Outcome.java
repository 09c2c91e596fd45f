package io.tributary.tsdb.append;

import io.tributary.model.Labels;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.WriteResult;
import java.util.EnumMap;
import java.util.Map;

/// Counts what became of the samples of one request. One a request; a refusal may allocate, an
/// accepted sample does not.
final class Outcome {
    /// How much of a series' labels a refusal shows, in characters.
    static final int SERIES_SHOWN = 1_000;

    private Map<Refusal, Integer> refused = Map.of();
    private int written;
    private int repeated;
    private int late;
    private int histograms;
    private int exemplars;
    private String firstRefusal = "";

    void written() {
        written++;
    }

    void late() {
        written++;
        late++;
    }

    void repeated() {
        written++;
        repeated++;
    }

    void histogramWritten() {
        histograms++;
    }

    void histogramLate() {
        histograms++;
        late++;
    }

    void histogramRepeated() {
        histograms++;
        repeated++;
    }

    /// Counts exemplars that are kept, those that were before included.
    void exemplars(int count) {
        exemplars += count;
    }

    /// Counts a refusal; answers whether it is the first, which is to be explained.
    boolean refused(Refusal reason, int samples) {
        boolean first = firstRefusal.isEmpty();
        if (refused.isEmpty()) {
            refused = new EnumMap<>(Refusal.class);
        }
        refused.merge(reason, samples, Integer::sum);
        return first;
    }

    void explain(String why) {
        firstRefusal = why;
    }

    /// Explains the refusal of one sample.
    void explain(Labels series, long timeMillis, String why) {
        explain("sample of %s at %d: %s".formatted(series.shown(SERIES_SHOWN), timeMillis, why));
    }

    WriteResult.Accepted result(long position) {
        return new WriteResult.Accepted(
                written, histograms, exemplars, repeated, late, refused, firstRefusal, position);
    }
}
