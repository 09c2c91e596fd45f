package io.tributary.tsdb.append;

import io.tributary.model.Labels;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.SampleSink.Fates;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.flow.WriteResult.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Counts what became of the samples of one request. One a request; a refusal may allocate, an
/// accepted sample does not.
final class Outcome {
    /// How much of a series' labels a refusal shows, in characters.
    static final int SERIES_SHOWN = 1_000;

    private static final int NO_SLOT = -1;

    private final Fates sampleFates;
    private final Fates histogramFates;
    private Map<Refusal, Integer> refused = Map.of();
    private int written;
    private int repeated;
    private int late;
    private int histograms;
    private int exemplars;
    private String firstRefusal = "";
    private List<Finding> conflicts = List.of();
    private List<LateRun> lateRuns = List.of();
    private int lateSlot = NO_SLOT;
    private List<Beyond> beyond = List.of();

    /// A new series that was refused because of a limit.
    ///
    /// @param verdict of the request, valid as long as that
    record Beyond(Verdict verdict, Refusal reason) {}

    /// Late samples of one series, one after the other.
    private static final class LateRun {
        private final Labels series;
        private long firstMillis;
        private long lastMillis;
        private int count = 1;

        LateRun(Labels series, long timeMillis) {
            this.series = series;
            this.firstMillis = timeMillis;
            this.lastMillis = timeMillis;
        }

        void add(long timeMillis) {
            firstMillis = Math.min(firstMillis, timeMillis);
            lastMillis = Math.max(lastMillis, timeMillis);
            count++;
        }

        Finding told() {
            return new Finding.Late(series, firstMillis, lastMillis, count);
        }
    }

    /// Of a part of a request.
    ///
    /// @param sampleFates is told what becomes of each sample of the part
    /// @param histogramFates likewise of each native histogram
    Outcome(Fates sampleFates, Fates histogramFates) {
        this.sampleFates = sampleFates;
        this.histogramFates = histogramFates;
    }

    /// To be told of each sample that is refused, besides {@link #refused}.
    Fates sampleFates() {
        return sampleFates;
    }

    /// Likewise of each native histogram.
    Fates histogramFates() {
        return histogramFates;
    }

    void written(int sample) {
        written++;
        sampleFates.stored(sample);
    }

    /// Counts a late sample; answers whether its series is to be told ({@link #tellLate}).
    boolean late(int sample, int slot, long timeMillis) {
        written(sample);
        return isLateRunBegun(slot, timeMillis);
    }

    void repeated(int sample) {
        written(sample);
        repeated++;
    }

    void histogramWritten(int histogram) {
        histograms++;
        histogramFates.stored(histogram);
    }

    /// As {@link #late}, of a histogram.
    boolean histogramLate(int histogram, int slot, long timeMillis) {
        histogramWritten(histogram);
        return isLateRunBegun(slot, timeMillis);
    }

    void histogramRepeated(int histogram) {
        histogramWritten(histogram);
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

    /// Notes a new series that a limit has no room for.
    void beyond(Verdict verdict, Refusal reason) {
        if (beyond.isEmpty()) {
            beyond = new ArrayList<>();
        }
        beyond.add(new Beyond(verdict, reason));
    }

    /// The new series that limits had no room for.
    List<Beyond> beyond() {
        return beyond;
    }

    void explain(String why) {
        firstRefusal = why;
    }

    /// Explains the refusal of one sample.
    void explain(Labels series, long timeMillis, String why) {
        explain("sample of %s at %d: %s".formatted(series.shown(SERIES_SHOWN), timeMillis, why));
    }

    /// Tells of the late sample just counted, and of those of the same series that follow it.
    void tellLate(Labels series, long timeMillis) {
        if (lateRuns.isEmpty()) {
            lateRuns = new ArrayList<>();
        }
        lateRuns.add(new LateRun(series, timeMillis));
    }

    /// Tells of a conflict; there are as many as {@link KeptValues} keeps.
    void tellConflict(Finding.Conflict conflict) {
        if (conflicts.isEmpty()) {
            conflicts = new ArrayList<>();
        }
        conflicts.add(conflict);
    }

    WriteResult.Accepted result(long position) {
        return new WriteResult.Accepted(
                written,
                histograms,
                exemplars,
                repeated,
                late,
                refused,
                firstRefusal,
                findings(),
                position);
    }

    private boolean isLateRunBegun(int slot, long timeMillis) {
        late++;
        if (slot != lateSlot) {
            lateSlot = lateRuns.size() < WriteResult.FINDINGS_MAX ? slot : NO_SLOT;
            return lateSlot != NO_SLOT;
        }
        lateRuns.getLast().add(timeMillis);
        return false;
    }

    private List<Finding> findings() {
        if (conflicts.isEmpty() && lateRuns.isEmpty()) {
            return List.of();
        }
        List<Finding> all = new ArrayList<>(conflicts);
        lateRuns.forEach(run -> all.add(run.told()));
        return all;
    }
}
