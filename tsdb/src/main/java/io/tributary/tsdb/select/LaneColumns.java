package io.tributary.tsdb.select;

import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.lanes.HistogramRun;
import io.tributary.tsdb.lanes.SeriesSnapshot.LaneCopy;
import java.util.Arrays;

/// Of many series, what was copied of one of their lanes: columns by place. A place never set reads
/// as empty, so that a lane that few series have takes little.
final class LaneColumns {
    /// What a series takes here.
    static final int BYTES = Long.BYTES + 5 * Integer.BYTES;

    private long[] sealed = {};
    private int[] sealedSkip = {};
    private int[] openOffset = {};
    private int[] openBytes = {};
    private int[] openCount = {};
    private int[] startBytes = {};

    /// Of open chunks of histograms; no longer than up to the last of them.
    private HistogramRun[] histograms = {};

    /// Sets a place; with `withSealed` false the sealed chunks are left out, with `withOpen` false
    /// the open one.
    void set(int place, LaneCopy copy, boolean withSealed, boolean withOpen) {
        if (place >= sealed.length) {
            grow(place);
        }
        sealed[place] = withSealed ? copy.sealed : ChunkStore.NONE;
        sealedSkip[place] = copy.sealedSkip;
        openOffset[place] = copy.openOffset;
        openBytes[place] = withOpen ? copy.openBytes : 0;
        openCount[place] = withOpen ? copy.openCount : 0;
        startBytes[place] = withOpen ? copy.startBytes : 0;
        HistogramRun run = withOpen ? copy.histograms : HistogramRun.NONE;
        if (run != HistogramRun.NONE || place < histograms.length) {
            setHistograms(place, run);
        }
    }

    boolean isEmpty(int place) {
        return sealed(place) == ChunkStore.NONE && openCount(place) == 0;
    }

    long sealed(int place) {
        return place < sealed.length ? sealed[place] : ChunkStore.NONE;
    }

    int sealedSkip(int place) {
        return place < sealed.length ? sealedSkip[place] : 0;
    }

    int openOffset(int place) {
        return openOffset[place];
    }

    int openBytes(int place) {
        return openBytes[place];
    }

    int openCount(int place) {
        return place < sealed.length ? openCount[place] : 0;
    }

    /// How many bytes behind the open chunk's bits say since when its samples count.
    int startBytes(int place) {
        return startBytes[place];
    }

    /// What the open chunk is of, or {@link HistogramRun#NONE} where it is of floats.
    HistogramRun histograms(int place) {
        return place < histograms.length ? histograms[place] : HistogramRun.NONE;
    }

    private void setHistograms(int place, HistogramRun run) {
        int from = histograms.length;
        if (place >= from) {
            histograms = Arrays.copyOf(histograms, sealed.length);
            Arrays.fill(histograms, from, histograms.length, HistogramRun.NONE);
        }
        histograms[place] = run;
    }

    private void grow(int place) {
        int from = sealed.length;
        int size = Math.max(16, Math.max(place + 1, 2 * from));
        sealed = Arrays.copyOf(sealed, size);
        Arrays.fill(sealed, from, size, ChunkStore.NONE);
        sealedSkip = Arrays.copyOf(sealedSkip, size);
        openOffset = Arrays.copyOf(openOffset, size);
        openBytes = Arrays.copyOf(openBytes, size);
        openCount = Arrays.copyOf(openCount, size);
        startBytes = Arrays.copyOf(startBytes, size);
    }
}
