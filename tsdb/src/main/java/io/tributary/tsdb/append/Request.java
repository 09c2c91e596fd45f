package io.tributary.tsdb.append;

import io.tributary.model.flow.Verdict;
import io.tributary.tsdb.notes.BatchNotes;
import io.tributary.tsdb.rules.Decision;
import io.tributary.tsdb.rules.DeltaPlan;
import io.tributary.tsdb.rules.LatePlan;
import io.tributary.tsdb.rules.Limits;
import io.tributary.tsdb.rules.Planner;
import io.tributary.tsdb.series.Hash128;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What one request needs on its way in: hashes and slots of its series, verdicts on the unknown
/// ones, and how its samples lie to what is stored. Pooled: a request takes one, columns grow and
/// are kept.
final class Request {
    /// In `slots`: the series has no samples, so nothing is to be done.
    static final int NO_SAMPLES = Integer.MIN_VALUE;

    /// In `kinds`: times ascend, all ahead of the frontier.
    static final byte AHEAD = 0;

    /// In `kinds`: times ascend, all in one gap, and the sender may fill it.
    static final byte BACKLOG = 1;

    /// In `kinds`: each sample's decision was made by {@link LatePlan}.
    static final byte PLANNED = 2;

    /// In `kinds`: not known before, and times do not ascend.
    static final byte UNORDERED = 3;

    /// In `kinds`: its samples are deltas, each decided by {@link DeltaPlan}.
    static final byte DELTA = 4;

    /// A request with more series is not kept for further ones.
    private static final int SERIES_KEPT = 20_000;

    /// Likewise one with more symbols.
    private static final int SYMBOLS_KEPT = 4 * SERIES_KEPT;

    /// Verdicts kept from request to request; a request with more misses makes the rest anew.
    private static final int VERDICTS_KEPT = 256;

    final Hash128 hash;
    final LatePlan plan;
    final DeltaPlan deltas;
    final Limits limits = new Limits();
    long[] hashHigh = new long[64];
    long[] hashLow = new long[64];

    /// Of the batch's symbols, where it has any.
    final RunHashes runs;

    int[] slots = new int[64];
    byte[] kinds = new byte[64];

    /// As `kinds`, of the series' histograms; never `BACKLOG`. `DELTA` where `kinds` has it.
    byte[] histogramKinds = new byte[64];

    /// Of planned series and of deltas: samples in each lane when the plan was made.
    int[] inOrderCounts = new int[64];

    int[] lateCounts = new int[64];

    /// Likewise, by sample: a {@link Decision}.
    byte[] decisions = new byte[256];

    /// Of samples and histograms that conflict, what is stored.
    final KeptValues kept = new KeptValues();

    /// What it brings beside samples.
    BatchNotes notes = BatchNotes.NONE;

    /// What deltas that are accepted come to.
    final AddedUp sums = new AddedUp();

    /// Of planned series and of deltas, by histogram: a {@link Decision}.
    byte[] histogramDecisions = {};

    private final List<Verdict> verdicts = new ArrayList<>();
    private int verdictsUsed;

    Request(Hash128 hash, Planner.Plans plans) {
        this.hash = hash;
        this.runs = new RunHashes(hash);
        this.plan = plans.late();
        this.deltas = plans.deltas();
    }

    void begin(int seriesCount, int sampleCount, int histogramCount) {
        if (hashHigh.length < seriesCount) {
            int size = Math.max(seriesCount, hashHigh.length * 2);
            hashHigh = new long[size];
            hashLow = new long[size];
            slots = new int[size];
            kinds = new byte[size];
            histogramKinds = new byte[size];
            inOrderCounts = new int[size];
            lateCounts = new int[size];
        }
        if (decisions.length < sampleCount) {
            decisions = new byte[Math.max(sampleCount, decisions.length * 2)];
        }
        if (histogramDecisions.length < histogramCount) {
            histogramDecisions = new byte[Math.max(histogramCount, histogramDecisions.length * 2)];
        }
        Arrays.fill(kinds, 0, seriesCount, AHEAD);
        Arrays.fill(histogramKinds, 0, seriesCount, AHEAD);
        while (verdicts.size() > VERDICTS_KEPT) {
            verdicts.removeLast();
        }
        verdictsUsed = 0;
        kept.clear();
    }

    /// In `slots`: the series is not known by its bytes, and this is the number of the verdict on
    /// it.
    static int judged(int verdict) {
        return -2 - verdict;
    }

    /// Whether it is small enough to be kept.
    boolean isKept() {
        return slots.length <= SERIES_KEPT
                && runs.capacity() <= SYMBOLS_KEPT
                && decisions.length <= 16 * SERIES_KEPT
                && histogramDecisions.length <= 16 * SERIES_KEPT;
    }

    /// An empty verdict; its number is found again by {@link #verdict}.
    int newVerdict() {
        if (verdictsUsed == verdicts.size()) {
            verdicts.add(new Verdict());
        }
        verdicts.get(verdictsUsed).clear();
        return verdictsUsed++;
    }

    /// The verdict on a series whose slot {@link #judged} is.
    Verdict verdictOf(int judgedSlot) {
        return verdicts.get(-2 - judgedSlot);
    }

    /// Whether admission refused the series.
    boolean isRefused(int series) {
        int slot = slots[series];
        return slot < 0 && slot != NO_SAMPLES && verdictOf(slot).isRefused();
    }

    Verdict verdict(int number) {
        return verdicts.get(number);
    }
}
