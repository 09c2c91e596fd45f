package io.tributary.tsdb.select;

import io.tributary.format.chunk.HistogramChunkReader;
import io.tributary.format.chunk.XorChunkReader;
import io.tributary.format.chunk.XorEncoding;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.CorruptHistogramException;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramBytesReader;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.tsdb.chunks.ChunkBytes;
import io.tributary.tsdb.chunks.ChunkPlaces;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.lanes.HistogramRun;
import io.tributary.tsdb.lanes.SampleRun;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.record.starts.StartCursor;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Reads one series after another: sealed chunks from their files, open ones from copied bits, both
/// lanes merged. Reused; owned by one thread at a time.
final class SeriesReader {
    private final ChunkPlaces places = new ChunkPlaces();
    private final ChunkBytes bytes = new ChunkBytes();
    private final XorChunkReader reader = new XorChunkReader();
    private final HistogramChunkReader histogramReader = new HistogramChunkReader();
    private final StartCursor starts = new StartCursor();
    private final SampleRun run = new SampleRun();
    private final LostChunks lost;

    /// A native histogram.
    ///
    /// @param afterMillis the time of the sample before it in its lane; {@link Long#MIN_VALUE} of
    ///   the first one
    private record Kept(FloatHistogram histogram, long afterMillis) {}

    /// By their times, those of the samples in `run` that are native histograms, but for stale
    /// markers.
    private final Map<Long, Kept> histograms = new HashMap<>();

    /// The same as they are stored, where that is wanted.
    private final Map<Long, Histogram> stored = new HashMap<>();

    private boolean wantsStored;

    /// Who wants them; empty while only times and floats are asked for.
    private Optional<HistogramTarget> target = Optional.empty();

    private final HistogramBytesReader openReader = new HistogramBytesReader();
    private final HistogramParts openParts = new HistogramParts();
    private final SampleColumn unused = new SampleColumn();
    private int[] visible = new int[16];

    /// What is being read: samples behind `after`, up to `last`.
    private long after;

    private long last;

    /// The time of the sample before in the lane that is being read.
    private long beforeMillis;

    /// Fails where a chunk cannot be read: an answer without its samples would be a wrong one.
    SeriesReader() {
        this(LostChunks.REFUSED);
    }

    /// @param lost told of chunks that cannot be read; what it does not throw for is passed over
    SeriesReader(LostChunks lost) {
        this.lost = lost;
    }

    /// Adds the samples of a series with `fromMillis` < t ≤ `toMillis` to `into`.
    ///
    /// @param bits what the lanes' open chunks were copied to
    /// @param place of the series in both columns
    void read(
            ChunkVersion files,
            long ref,
            long fromMillis,
            long toMillis,
            byte[] bits,
            LaneColumns inOrder,
            LaneColumns late,
            int place,
            SampleColumn into)
            throws IOException {
        after = fromMillis;
        last = toMillis;
        places.clear();
        run.clear();
        histograms.clear();
        stored.clear();
        wantsStored = into.isOfStored();
        // What is hidden is counted from the newest chunk, and late chunks overlap: all are needed.
        boolean lateHidden = late.sealedSkip(place) > 0;
        boolean hidden = inOrder.sealedSkip(place) > 0 || lateHidden;
        files.find(
                ref,
                inOrder.sealed(place),
                late.sealed(place),
                lateHidden ? Long.MIN_VALUE : after,
                hidden ? Long.MAX_VALUE : last,
                places);
        bytes.expect(places.size());
        if (visible.length < places.size()) {
            visible = new int[2 * places.size()];
        }
        Arrays.fill(visible, 0, places.size(), Integer.MAX_VALUE);
        hide(files, SealedChunk.IN_ORDER, inOrder.sealedSkip(place));
        hide(files, SealedChunk.LATE, late.sealedSkip(place));
        beforeMillis = Long.MIN_VALUE;
        readLane(files, SealedChunk.IN_ORDER);
        readOpen(bits, inOrder, place);
        if (!late.isEmpty(place)) {
            beforeMillis = Long.MIN_VALUE;
            readLane(files, SealedChunk.LATE);
            readOpen(bits, late, place);
        }
        give(into);
    }

    private void give(SampleColumn into) {
        if (histograms.isEmpty()) {
            run.giveTo(into);
            return;
        }
        for (int i = 0; i < run.size(); i++) {
            long time = run.time(i);
            Kept kept = histograms.get(time);
            if (kept == null) {
                into.add(time, Double.longBitsToDouble(run.bits(i)));
            } else {
                // Else the other lane has a sample between it and the one its hint is about.
                boolean follows = i == 0 || run.time(i - 1) == kept.afterMillis();
                into.addHistogram(time, follows ? kept.histogram() : kept.histogram().unhinted());
                if (wantsStored) {
                    into.storedLast(Objects.requireNonNull(stored.get(time)));
                }
            }
            if (run.start(i) != 0) {
                into.startLast(run.start(i));
            }
        }
    }

    /// Tells of the native histograms of a series in a range, likewise.
    void readHistograms(
            ChunkVersion files,
            long ref,
            long fromMillis,
            long toMillis,
            byte[] bits,
            LaneColumns inOrder,
            LaneColumns late,
            int place,
            HistogramTarget into)
            throws IOException {
        target = Optional.of(into);
        try {
            read(files, ref, fromMillis, toMillis, bits, inOrder, late, place, unused);
        } finally {
            target = Optional.empty();
            unused.clear();
        }
    }

    /// Hides the newest samples of a lane: they belong to requests that are not to be seen.
    private void hide(ChunkVersion files, int lane, int skip) throws IOException {
        int rest = skip;
        for (int i = places.size() - 1; i >= 0 && rest > 0; i--) {
            if (places.lane(i) == lane) {
                int count = places.count(i);
                if (count == ChunkPlaces.UNKNOWN) {
                    load(files, i);
                    count = isOfFloats(i) ? reader.count() : histogramReader.count();
                }
                visible[i] = Math.max(0, count - rest);
                rest = Math.max(0, rest - count);
            }
        }
    }

    private void readLane(ChunkVersion files, int lane) throws IOException {
        for (int i = 0; i < places.size(); i++) {
            if (places.lane(i) == lane
                    && visible[i] > 0
                    && places.firstMillis(i) <= last
                    && isLoaded(files, i)) {
                if (isOfFloats(i)) {
                    collect(visible[i]);
                } else {
                    collectHistograms(visible[i]);
                }
            }
        }
    }

    private boolean isLoaded(ChunkVersion files, int place) throws IOException {
        try {
            load(files, place);
            return true;
        } catch (IOException e) {
            lost.chunk(places.firstMillis(place), places.lastMillis(place), places.count(place), e);
            return false;
        }
    }

    private boolean isOfFloats(int place) {
        return places.encoding(place) == XorEncoding.NUMBER;
    }

    private void load(ChunkVersion files, int place) throws IOException {
        files.read(places, place, bytes);
        int from = bytes.startsOffset();
        starts.reset(bytes.array(), from, from + bytes.startsLength());
        if (isOfFloats(place)) {
            reader.reset(bytes.array(), bytes.offset(), bytes.length());
        } else {
            byte encoding = (byte) places.encoding(place);
            histogramReader.reset(encoding, bytes.array(), bytes.offset(), bytes.length());
        }
    }

    private void readOpen(byte[] bits, LaneColumns lane, int place) throws IOException {
        int count = lane.openCount(place);
        if (count == 0) {
            return;
        }
        int startsAt = lane.openOffset(place) + lane.openBytes(place);
        starts.reset(bits, startsAt, startsAt + lane.startBytes(place));
        HistogramRun open = lane.histograms(place);
        if (open == HistogramRun.NONE) {
            reader.resetOpen(
                    bits, lane.openOffset(place), lane.openBytes(place), lane.openCount(place));
            collect(Integer.MAX_VALUE);
            return;
        }
        int from = run.size();
        for (int i = 0; i < count && open.timeMillis(i) <= last; i++) {
            long time = open.timeMillis(i);
            if (isHistogram(i, time, open.isStale(i))) {
                takeOpen(open.sample(i), i == 0, open.hint(i));
            }
            beforeMillis = time;
        }
        run.merge(from);
    }

    private void collectHistograms(int samples) throws IOException {
        int from = run.size();
        for (int i = 0; i < samples && histogramReader.next(); i++) {
            if (histogramReader.timeMillis() > last) {
                break;
            }
            long time = histogramReader.timeMillis();
            HistogramParts parts = histogramReader.parts();
            if (isHistogram(i, time, parts.isStale())) {
                ResetHint hint = i == 0 ? histogramReader.chunkHint() : histogramReader.resetHint();
                take(time, i == 0, hint, parts);
            }
            beforeMillis = time;
        }
        run.merge(from);
    }

    /// Answers whether it is in range and no stale marker, and adds its time and start.
    ///
    /// @param index in its chunk
    private boolean isHistogram(int index, long timeMillis, boolean stale) {
        if (timeMillis <= after) {
            return false;
        }
        run.add(timeMillis, stale ? SampleBits.STALE_NAN : 0);
        run.startLast(starts.at(index));
        return !stale;
    }

    /// Takes a histogram in.
    ///
    /// @param first whether it is its chunk's first: a query is not told what that says of the
    ///   chunk before, as Prometheus does not tell it
    private void take(long timeMillis, boolean first, ResetHint hint, HistogramParts parts) {
        if (target.isPresent()) {
            target.get().histogram(timeMillis, hint, parts);
            return;
        }
        FloatHistogram histogram = FloatHistogram.of(hint, parts);
        histograms.put(
                timeMillis, new Kept(first ? histogram.unhinted() : histogram, beforeMillis));
        if (wantsStored) {
            stored.put(timeMillis, Histogram.of(parts));
        }
    }

    private void takeOpen(HistogramSample sample, boolean first, ResetHint hint) {
        try {
            openReader.read(sample.bytes(), sample.offset(), sample.length(), openParts);
        } catch (CorruptHistogramException e) {
            throw new IllegalStateException("BUG: a histogram that was accepted", e);
        }
        take(sample.timeMillis(), first, hint, openParts);
    }

    private void collect(int samples) throws IOException {
        int from = run.size();
        if (run.addFrom(reader, starts, after, last, samples)) {
            beforeMillis = reader.timeMillis();
        }
        run.merge(from);
    }
}
