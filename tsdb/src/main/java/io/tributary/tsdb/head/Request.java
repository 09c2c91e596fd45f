package io.tributary.tsdb.head;

import io.tributary.model.flow.Verdict;
import io.tributary.tsdb.series.Hash128;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What one request needs on its way in: hashes and slots of its series, verdicts on the unknown
/// ones, look-ups of late samples. Pooled: a request takes one, columns grow and are kept.
final class Request {
    /// Nothing was looked up for this sample.
    static final byte NOT_LOOKED_UP = 0;

    static final byte SAME = 1;
    static final byte OTHER = 2;
    static final byte EMPTY = 3;

    /// In `slots`: the series has no samples, so nothing is to be done.
    static final int NO_SAMPLES = Integer.MIN_VALUE;

    /// A request with more series is not kept for further ones.
    private static final int SERIES_KEPT = 20_000;

    /// Verdicts kept from request to request; a request with more misses makes the rest anew.
    private static final int VERDICTS_KEPT = 256;

    final Hash128 hash;
    final SampleLookup lookup;
    long[] hashHigh = new long[64];
    long[] hashLow = new long[64];
    int[] slots = new int[64];
    byte[] late = new byte[256];
    private final List<Verdict> verdicts = new ArrayList<>();
    private int verdictsUsed;

    Request(Hash128 hash, SampleLookup lookup) {
        this.hash = hash;
        this.lookup = lookup;
    }

    void begin(int seriesCount, int sampleCount) {
        if (hashHigh.length < seriesCount) {
            int size = Math.max(seriesCount, hashHigh.length * 2);
            hashHigh = new long[size];
            hashLow = new long[size];
            slots = new int[size];
        }
        if (late.length < sampleCount) {
            late = new byte[Math.max(sampleCount, late.length * 2)];
        } else {
            Arrays.fill(late, 0, sampleCount, NOT_LOOKED_UP);
        }
        while (verdicts.size() > VERDICTS_KEPT) {
            verdicts.removeLast();
        }
        verdictsUsed = 0;
    }

    /// In `slots`: the series is not known by its bytes, and this is the number of the verdict on
    /// it.
    static int judged(int verdict) {
        return -2 - verdict;
    }

    /// Whether it is small enough to be kept.
    boolean isKept() {
        return slots.length <= SERIES_KEPT && late.length <= 16 * SERIES_KEPT;
    }

    /// An empty verdict; its number is found again by {@link #verdict}.
    int newVerdict() {
        if (verdictsUsed == verdicts.size()) {
            verdicts.add(new Verdict());
        }
        verdicts.get(verdictsUsed).clear();
        return verdictsUsed++;
    }

    /// Forgets look-ups that were made for another slot.
    void forgetLate(int from, int to) {
        Arrays.fill(late, from, to, NOT_LOOKED_UP);
    }

    Verdict verdict(int number) {
        return verdicts.get(number);
    }
}
