package io.tributary.tsdb.recovery;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.disk.Disk;
import io.tributary.tsdb.chunks.ChunkSettings;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.data.DataDirectory;
import io.tributary.tsdb.data.DataDirectoryException;
import io.tributary.tsdb.data.OpenParts;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.LaneReplay;
import io.tributary.tsdb.losses.Losses;
import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.memory.LongIntMap;
import io.tributary.tsdb.notes.NoteSettings;
import io.tributary.tsdb.record.DepartureRecords;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.record.starts.StartCursor;
import io.tributary.tsdb.series.DefinitionReader;
import io.tributary.tsdb.series.Hash128;
import io.tributary.tsdb.series.SeriesDirectory;
import io.tributary.tsdb.serieslog.DepartedSeries;
import io.tributary.tsdb.serieslog.RecordVisitor;
import io.tributary.tsdb.serieslog.SeriesLog;
import io.tributary.tsdb.serieslog.SeriesLogSettings;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import io.tributary.tsdb.wal.RecoveredWal;
import io.tributary.tsdb.wal.Wal;
import io.tributary.tsdb.wal.WalReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Makes a head's memory again from its directory: what is in chunk files first, then who the
/// series are, then what the wal has beyond that.
///
/// ```
/// chunks/ ─► RestoredChunks ┐
/// series/ ─► definitions ───┴► Lanes.restore ─┐
/// wal/    ─► definitions, samples ────────────┴► LaneReplay
/// ```
///
/// The wal is read twice. Before it is replayed, all of it is made durable: chunks that fill up
/// meanwhile are written, and may tell of its last frame.
///
/// Definitions and samples are applied as they were decided, without asking the rules or the clock.
/// Frames behind damage, up to the next reset point, give their definitions only: what their
/// samples refer to is lost. What damage took is on record (`losses/`) when recovery ends; samples
/// in order that it took from chunk files come from the wal again, as far as that has them.
public final class Recovery implements AutoCloseable {
    /// Sealed chunks that may wait for the disk while the wal is replayed, in bytes.
    private static final long PENDING_BYTES_MAX = 16L << 20;

    /// Generations of replay never equal those of the wal that goes on, which count up from 1.
    private static final int FIRST_GENERATION = Integer.MIN_VALUE;

    private static final byte[] NOTHING = {};

    private final HeadMemory memory;
    private final FoundLosses found;
    private final ChunkStore chunks;
    private final SeriesLog seriesLog;
    private final RestoredChunks restored;
    private final LongIntMap slots;
    private final LaneReplay.Late lateLane;
    private final LostSamples lost;
    private final Replay inOrder;
    private final Replay late;
    private final HistogramReplay histograms;
    private final CarryReplay carriedChunks;
    private final StartCursor starts = new StartCursor();
    private Moment moment = new Moment(0, 0, 0, FIRST_GENERATION);
    private final DefinitionReader definitions;
    private final NoteReplay notes;
    private final RecordWriter kept = new RecordWriter();
    private final RecordReader body = new RecordReader(NOTHING, 0, 0);
    private RecoveredWal wal = RecoveredWal.none();
    private int generation = FIRST_GENERATION;
    private final Map<Integer, Long> complete = new HashMap<>();
    private final IntList gone = new IntList();
    private long samplesSkipped;
    private long seriesRestored;
    private long expected = RecoveredWal.FIRST_SEQUENCE;

    /// Whether frames were lost: definitions may be missing then, and what refers to them is lost
    /// too.
    private boolean damaged;

    /// Where recovery reads, and what the parts it opens report to.
    ///
    /// @param afterSync called each time chunk files or `series/` became durable
    /// @param onFatal called where they cannot be made durable any more
    public record Surroundings(
            Disk disk,
            Clock clock,
            DataDirectory data,
            ChunkSettings chunks,
            NoteSettings notes,
            Runnable afterSync,
            Consumer<IOException> onFatal) {}

    private Recovery(
            HeadMemory memory,
            FoundLosses found,
            ChunkStore chunks,
            RestoredChunks restored,
            LostStretches stretches,
            Carries carries,
            SeriesLogOpener log)
            throws IOException {
        this.memory = memory;
        this.found = found;
        this.chunks = chunks;
        this.restored = restored;
        this.slots = new LongIntMap();
        this.notes = new NoteReplay(memory, slots);
        this.lateLane = memory.lanes().replayLate();
        LaneReplay.InOrder inOrderLane = memory.lanes().replayInOrder(lateLane);
        CarriedChunks carried = new CarriedChunks(carries, memory.directory());
        this.lost = new LostSamples(stretches, inOrderLane, memory.directory(), complete);
        this.inOrder = newReplay(inOrderLane, SealedChunk.IN_ORDER, carried, lost::take);
        this.late = newReplay(lateLane, SealedChunk.LATE, carried, (_, _, _, _, _) -> false);
        this.histograms = new HistogramReplay(inOrderLane, lateLane, slots, lost);
        this.carriedChunks = new CarryReplay(inOrderLane, lateLane, slots, carried, lost);
        this.definitions = new DefinitionReader(memory.directory());
        this.seriesLog = log.open(this::logged);
    }

    private Replay newReplay(
            LaneReplay lane, int laneNumber, CarriedChunks carried, Replay.PassedOver passedOver) {
        return new Replay(lane, laneNumber, carried, slots, memory.directory(), passedOver);
    }

    private interface SeriesLogOpener {
        SeriesLog open(RecordVisitor found) throws IOException;
    }

    /// Opens and replays what stands in the directory.
    ///
    /// @throws DataDirectoryException if it holds records of a newer version
    public static Recovery run(Surroundings around) throws IOException {
        OpenParts parts = new OpenParts();
        try {
            return run(around, parts);
        } catch (IOException | RuntimeException e) {
            parts.closeAfter(e);
            throw e;
        }
    }

    private static Recovery run(Surroundings around, OpenParts parts) throws IOException {
        Losses recorded = Losses.open(around.disk(), DataDirectory.LOSSES, around.clock());
        parts.add(recorded::close);
        LostStretches stretches = new LostStretches();
        FoundLosses losses = new FoundLosses(recorded, stretches);
        RestoredChunks restored = new RestoredChunks(stretches);
        ChunkStore chunks =
                ChunkStore.open(
                        around.disk(),
                        DataDirectory.CHUNKS,
                        around.clock(),
                        around.chunks(),
                        restored,
                        losses::chunks,
                        around.afterSync(),
                        around.onFatal());
        parts.add(chunks::close);
        Carries carries = Carries.read(around.disk());
        Wal.makeDurable(around.disk(), DataDirectory.WAL, carries.wal());
        HeadMemory memory =
                HeadMemory.of(() -> new Hash128(around.data().hashKey()), chunks, around.notes());
        Recovery recovery =
                new Recovery(
                        memory,
                        losses,
                        chunks,
                        restored,
                        stretches,
                        carries,
                        found -> openLog(around, found));
        parts.add(recovery.seriesLog::close);
        memory.lanes().stagger(false);
        recovery.wal = WalReader.read(around.disk(), DataDirectory.WAL, recovery::frame);
        memory.lanes().stagger(true);
        recovery.lost.end(chunks);
        recovery.forgetDeparted();
        recovery.forgetGaps();
        recovery.recordLosses();
        return recovery;
    }

    /// Closes what it opened; not what was made of its parts.
    @Override
    public void close() throws IOException {
        try (var _ = found.losses();
                seriesLog) {
            chunks.close();
        }
    }

    public HeadMemory memory() {
        return memory;
    }

    public ChunkStore chunks() {
        return chunks;
    }

    public SeriesLog seriesLog() {
        return seriesLog;
    }

    /// What is lost, now and from earlier starts.
    public Losses losses() {
        return found.losses();
    }

    /// By tenant's number, up to which time samples may be gone.
    public Map<Integer, Long> complete() {
        return complete;
    }

    public RecoveredWal wal() {
        return wal;
    }

    /// What was found.
    public RecoveryReport report() {
        return new RecoveryReport(
                wal.frames(),
                inOrder.samples() + late.samples() + carriedChunks.samples() + histograms.applied(),
                memory.directory().slotCount(),
                wal.tornTailBytes(),
                wal.damages(),
                definitions.seriesLost(),
                samplesLost(),
                chunks.recovery(),
                seriesWithoutLabels(),
                seriesLog.report());
    }

    private long samplesLost() {
        return inOrder.samplesUnknown()
                + late.samplesUnknown()
                + carriedChunks.skipped()
                + histograms.skipped()
                + samplesSkipped;
    }

    private long seriesWithoutLabels() {
        return restored.count() - seriesRestored;
    }

    private void recordLosses() throws IOException {
        found.end(
                seriesLog.report().damages(), wal.damages(), seriesWithoutLabels(), samplesLost());
    }

    private static SeriesLog openLog(Surroundings around, RecordVisitor found) throws IOException {
        SeriesLog log =
                SeriesLog.open(
                        around.disk(),
                        DataDirectory.SERIES,
                        SeriesLogSettings.defaults(),
                        found,
                        around.onFatal());
        log.whenSynced(around.afterSync());
        return log;
    }

    private void logged(int type, RecordReader record) throws IOException {
        try {
            if (!definitions.read(type, record, this::create)
                    && !DepartureRecords.read(type, record, this::departed, this::complete)) {
                throw newer("series/", type);
            }
        } catch (CorruptRecordException e) {
            damaged = true;
        }
    }

    private void frame(WalReader.WalFrame frame, RecordReader payload) throws IOException {
        found.frame(frame.damages(), samplesLost());
        damaged |= !frame.intact() || frame.sequence() != expected;
        expected = frame.sequence() + 1;
        if (frame.resetPoint()) {
            generation++;
        }
        moment = new Moment(Moment.RECOVERED, frame.sequence(), frame.segment(), generation);
        starts.clear();
        while (payload.remaining() > 0) {
            int type = payload.u8();
            payload.slice(payload.fixed32(), body);
            record(type, frame.intact(), body);
        }
        if (chunks.pendingBytes() > PENDING_BYTES_MAX) {
            chunks.flush();
        }
    }

    private void record(int type, boolean intact, RecordReader record) throws IOException {
        try {
            long known = definitions.defined();
            if (definitions.read(type, record, this::create)) {
                if (definitions.defined() > known) {
                    keep(type, record);
                }
                return;
            }
        } catch (CorruptRecordException e) {
            if (!damaged) {
                throw e;
            }
            return;
        }
        switch (type) {
            case RecordType.SAMPLES -> samples(record, intact, inOrder);
            case RecordType.LATE_SAMPLES -> samples(record, intact, late);
            case RecordType.CARRY -> carriedChunks.apply(record, starts, moment);
            case RecordType.HISTOGRAMS -> histograms.apply(record, starts, moment, intact);
            case RecordType.START_TIMES -> {
                starts.reset(record.array(), record.start(), record.start() + record.remaining());
                return;
            }
            case RecordType.EXEMPLARS, RecordType.METADATA, RecordType.METADATA_OF ->
                    notes.read(type, record, moment.segment());
            default -> throw newer("the wal", type);
        }
        starts.clear();
    }

    /// What `series/` had not got yet goes there, before its segment may go.
    private void keep(int type, RecordReader record) {
        int length = record.position();
        kept.truncate(0);
        kept.u8(type);
        kept.fixed32(length);
        kept.bytes(record.array(), record.start(), length);
        seriesLog.add(kept.array(), 0, kept.position(), moment.segment());
    }

    private void samples(RecordReader record, boolean intact, Replay lane)
            throws CorruptRecordException {
        if (intact) {
            lane.apply(record, starts, moment);
        } else {
            samplesSkipped += record.varint();
        }
    }

    private void create(int slot, long ref) {
        memory.lanes().create(slot);
        slots.put(ref, slot);
        memory.directory().identify(slot);
        long frontier =
                memory.departed()
                        .take(memory.directory().identityHigh(), memory.directory().identityLow());
        int twin = memory.directory().twin(slot);
        if (twin != SeriesDirectory.ABSENT) {
            frontier = Math.max(frontier, memory.lanes().frontier(twin));
            depart(twin, Long.MAX_VALUE);
        }
        if (frontier != DepartedSeries.ABSENT) {
            memory.lanes().comeBack(slot, frontier);
        }
        if (restored.has(ref)) {
            memory.lanes().restore(slot, restored.of(ref), lateLane);
            seriesRestored++;
        }
    }

    /// A series that left: should the wal still tell of its samples, they were let go.
    private void departed(long ref, long high, long low, long frontierMillis) {
        memory.departed().add(high, low, frontierMillis);
        int slot = slots.find(ref);
        if (slot != LongIntMap.ABSENT) {
            depart(slot, frontierMillis);
        }
    }

    /// @param untilMillis up to then nothing is taken from the wal
    private void depart(int slot, long untilMillis) {
        lost.forget(slot);
        memory.directory().depart(new int[] {slot}, 1);
        memory.lanes().depart(slot);
        memory.lanes().comeBack(slot, untilMillis);
        gone.add(slot);
    }

    /// Nothing more comes for series that left: their slots hold nothing, as after a departure.
    private void forgetDeparted() {
        for (int i = 0; i < gone.size(); i++) {
            memory.lanes().depart(gone.at(i));
        }
    }

    /// A gap tells of times at which nothing was ever accepted. What the wal and chunk files show
    /// of a series begins somewhere, and what it held before went with files that were let go: up
    /// to then no gap is known to be one. Where records of departures are damaged, none is.
    private void forgetGaps() {
        boolean departuresLost = !seriesLog.report().damages().isEmpty();
        if (complete.isEmpty() && !departuresLost) {
            return;
        }
        for (int slot : memory.directory().liveSlots()) {
            Long gone = complete.get(memory.directory().tenant(slot));
            if (gone != null) {
                memory.lanes().mayHaveHeldUntil(slot, gone);
            }
            if (departuresLost) {
                memory.lanes().forgetGapsUntil(slot, Long.MAX_VALUE);
            }
        }
    }

    private void complete(int tenant, long millis) {
        complete.merge(tenant, millis, Math::max);
    }

    private static DataDirectoryException newer(String where, int type) {
        return new DataDirectoryException(
                "%s holds a record of type %d, which this program does not know: it was written by a newer one"
                        .formatted(where, type));
    }
}
