package io.tributary.tsdb.rules;

import io.tributary.format.chunk.HistogramChunkReader;
import io.tributary.format.chunk.XorChunkReader;
import io.tributary.format.chunk.XorEncoding;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.histogram.HistogramBytes;
import io.tributary.model.histogram.ResetHint;
import io.tributary.tsdb.chunks.ChunkBytes;
import io.tributary.tsdb.chunks.ChunkPlaces;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.chunks.ChunkVersion;
import io.tributary.tsdb.chunks.file.CorruptChunkFileException;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.lanes.HistogramRun;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.lanes.SampleRun;
import io.tributary.tsdb.lanes.SeriesSnapshot;
import io.tributary.tsdb.lanes.SeriesSnapshot.LaneCopy;
import io.tributary.tsdb.record.histogram.HistogramSample;
import io.tributary.tsdb.record.starts.StartCursor;
import io.tributary.tsdb.series.SeriesDirectory;
import io.tributary.tsdb.wal.CorruptRecordException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What one series holds around some times: copied from memory and decoded from chunk files, each
/// overlapping chunk once.
///
/// {@link #begin} fixes what is looked at; without the lock that is at least what was accepted
/// before. Reused; owned by one thread at a time; chunk files stay pinned until {@link #close}.
final class SeriesHistory {
    private static final int ATTEMPTS_MAX = 100;

    private final SeriesDirectory directory;
    private final ChunkStore chunks;
    private final LookupBudget budget;
    private final SeriesSnapshot snapshot;
    private final byte[] open = new byte[SeriesSnapshot.BYTES_MAX];
    private final ChunkPlaces places = new ChunkPlaces();
    private final ChunkBytes bytes = new ChunkBytes();
    private final XorChunkReader reader = new XorChunkReader();
    private final HistogramChunkReader histogramReader = new HistogramChunkReader();
    private final StartCursor starts = new StartCursor();
    private final HistogramBytes histogramBytes = new HistogramBytes();
    private final SampleRun inOrder = new SampleRun();
    private final SampleRun late = new SampleRun();

    /// Of both, the native histograms by time; their bits mean nothing.
    private final Map<Long, Content> histograms = new HashMap<>();

    private Optional<ChunkVersion> version = Optional.empty();
    private int slot;
    private boolean charged;
    private long from;
    private long to;
    private long lostFrom;
    private long lostTo;

    SeriesHistory(SeriesDirectory directory, Lanes lanes, ChunkStore chunks, LookupBudget budget) {
        this.directory = directory;
        this.chunks = chunks;
        this.budget = budget;
        this.snapshot = new SeriesSnapshot(lanes);
    }

    /// Turns to a series as it is now.
    ///
    /// @param onBudget whether what is decoded counts against the tenant's budget
    /// @throws BusyException if the series is being changed all the time
    void begin(int series, boolean onBudget) throws BusyException {
        slot = series;
        charged = onBudget;
        inOrder.clear();
        late.clear();
        histograms.clear();
        from = Long.MAX_VALUE;
        to = Long.MIN_VALUE;
        lostFrom = Long.MAX_VALUE;
        lostTo = Long.MIN_VALUE;
        for (int i = 0; i < ATTEMPTS_MAX; i++) {
            ChunkVersion files = version.isPresent() ? version.get() : chunks.acquire();
            version = Optional.of(files);
            if (snapshot.take(slot, SeriesSnapshot.ALL, open, 0) == SeriesSnapshot.Result.TOO_NEW) {
                continue;
            }
            if (files.covers(snapshot.inOrder().sealed) && files.covers(snapshot.late().sealed)) {
                return;
            }
            close();
        }
        throw new BusyException(Unavailable.OVERLOAD);
    }

    /// The lane in order, as it was looked at.
    LaneCopy inOrderLane() {
        return snapshot.inOrder();
    }

    LaneCopy lateLane() {
        return snapshot.late();
    }

    /// Has the samples between two times, both inclusive, at hand.
    ///
    /// @throws IOException if a chunk file cannot be read
    /// @throws BusyException if the tenant's budget of look-ups is used up
    void load(long fromMillis, long toMillis) throws IOException, BusyException {
        if (fromMillis >= from && toMillis <= to) {
            return;
        }
        from = fromMillis;
        to = toMillis;
        inOrder.clear();
        late.clear();
        histograms.clear();
        places.clear();
        version.orElseThrow()
                .find(
                        directory.ref(slot),
                        snapshot.inOrder().sealed,
                        snapshot.late().sealed,
                        from == Long.MIN_VALUE ? from : from - 1,
                        to,
                        places);
        for (int i = 0; i < places.size(); i++) {
            decode(i);
        }
        decodeOpen(snapshot.inOrder(), inOrder);
        decodeOpen(snapshot.late(), late);
    }

    /// Those of the lane in order, between the times loaded.
    SampleRun inOrder() {
        return inOrder;
    }

    /// Those of the late lane, between the times loaded.
    SampleRun late() {
        return late;
    }

    /// What the slot at a place of either lane holds.
    Content content(SampleRun lane, int place) {
        Content histogram = histograms.get(lane.time(place));
        return histogram != null ? histogram : new Content.FloatValue(lane.bits(place));
    }

    /// Lets chunk files go.
    void close() {
        version.ifPresent(ChunkVersion::close);
        version = Optional.empty();
    }

    /// Whether a chunk that may hold this time is damaged: what the slot held is lost.
    boolean isLost(long timeMillis) {
        return timeMillis >= lostFrom && timeMillis <= lostTo;
    }

    private void decode(int place) throws IOException, BusyException {
        if (charged && !budget.take(directory.tenant(slot), places.sizeBytes(place))) {
            throw new BusyException(Unavailable.OVERLOAD);
        }
        try {
            version.orElseThrow().read(places, place, bytes);
            int at = bytes.startsOffset();
            starts.reset(bytes.array(), at, at + bytes.startsLength());
        } catch (CorruptChunkFileException | CorruptRecordException e) {
            lostFrom = Math.min(lostFrom, places.firstMillis(place));
            lostTo = Math.max(lostTo, places.lastMillis(place));
            return;
        }
        SampleRun into = places.lane(place) == SealedChunk.IN_ORDER ? inOrder : late;
        int encoding = places.encoding(place);
        if (encoding == XorEncoding.NUMBER) {
            reader.reset(bytes.array(), bytes.offset(), bytes.length());
            collect(into);
        } else {
            histogramReader.reset((byte) encoding, bytes.array(), bytes.offset(), bytes.length());
            collectHistograms(into);
        }
    }

    private void decodeOpen(LaneCopy lane, SampleRun into) throws IOException {
        if (lane.openCount == 0 || lane.openStart > to || lane.frontier < from) {
            return;
        }
        int at = lane.openOffset + lane.openBytes;
        starts.reset(open, at, at + lane.startBytes);
        if (lane.histograms == HistogramRun.NONE) {
            reader.resetOpen(open, lane.openOffset, lane.openBytes, lane.openCount);
            collect(into);
            return;
        }
        int start = into.size();
        for (int i = 0; i < lane.openCount; i++) {
            add(lane.histograms.sample(i), i, into);
        }
        into.merge(start);
    }

    private void collectHistograms(SampleRun into) throws IOException {
        int start = into.size();
        for (int i = 0; histogramReader.next() && histogramReader.timeMillis() <= to; i++) {
            histogramBytes.clear();
            int length = histogramBytes.append(histogramReader.parts());
            byte[] bytes = Arrays.copyOf(histogramBytes.bytes(), length);
            long time = histogramReader.timeMillis();
            add(new HistogramSample(time, ResetHint.UNKNOWN, bytes, 0, length), i, into);
        }
        into.merge(start);
    }

    /// @param index in its chunk
    private void add(HistogramSample sample, int index, SampleRun into) {
        if (sample.timeMillis() >= from && sample.timeMillis() <= to) {
            into.add(sample.timeMillis(), 0);
            into.startLast(starts.at(index));
            histograms.put(sample.timeMillis(), new Content.Histogram(sample));
        }
    }

    private void collect(SampleRun into) throws IOException {
        int start = into.size();
        for (int i = 0; reader.next() && reader.timeMillis() <= to; i++) {
            if (reader.timeMillis() >= from) {
                into.add(reader.timeMillis(), reader.valueBits());
                into.startLast(starts.at(i));
            }
        }
        into.merge(start);
    }
}
