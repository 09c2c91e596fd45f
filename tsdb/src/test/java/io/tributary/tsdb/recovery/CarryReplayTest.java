package io.tributary.tsdb.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.format.chunk.XorChunkWriter;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.tsdb.chunks.ChunkSettings;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.chunks.file.SealedChunk;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.LaneReplay;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.memory.LongIntMap;
import io.tributary.tsdb.notes.NoteSettings;
import io.tributary.tsdb.record.Carry;
import io.tributary.tsdb.record.Moment;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.record.starts.StartChanges;
import io.tributary.tsdb.record.starts.StartCursor;
import io.tributary.tsdb.series.Hash128;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A carried chunk of three samples, of a series that is not known.
class CarryReplayTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final int SAMPLES = 3;
    private static final Moment MOMENT = new Moment(Moment.RECOVERED, 1, 1, 1);

    private ChunkStore chunks;
    private CarryReplay replay;

    @BeforeEach
    void open() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        chunks =
                ChunkStore.open(
                        disk,
                        Path.of("chunks"),
                        new SimulatedClock(NOW),
                        new ChunkSettings(8 << 10, 3_600_000, 1 << 10, 5_000, 0),
                        new RestoredChunks(new LostStretches()),
                        _ -> {},
                        () -> {},
                        _ -> {});
        HeadMemory memory =
                HeadMemory.of(() -> new Hash128(new long[8]), chunks, NoteSettings.defaults());
        Lanes lanes = memory.lanes();
        LaneReplay.Late late = lanes.replayLate();
        LaneReplay.InOrder inOrder = lanes.replayInOrder(late);
        replay =
                new CarryReplay(
                        inOrder,
                        late,
                        new LongIntMap(),
                        new CarriedChunks(Carries.read(disk), memory.directory()),
                        new LostSamples(
                                new LostStretches(), inOrder, memory.directory(), Map.of()));
    }

    @AfterEach
    void close() throws IOException {
        chunks.close();
    }

    @Test
    void apply_startsOfItsSamples_isTaken() throws IOException {
        replay.apply(record(), starts(0, SAMPLES - 1), MOMENT);

        assertThat(replay.skipped()).isEqualTo(SAMPLES);
    }

    @Test
    void apply_startsBeyondItsSamples_isCorrupt() {
        assertThatThrownBy(() -> replay.apply(record(), starts(0, SAMPLES), MOMENT))
                .isInstanceOf(CorruptRecordException.class)
                .hasMessageContaining("starts beyond the chunk");
        assertThat(replay.skipped()).isZero();
    }

    private static StartCursor starts(int... places) throws CorruptRecordException {
        StartChanges changes = new StartChanges();
        changes.begin();
        for (int place : places) {
            changes.add(place, NOW + place);
        }
        StartCursor cursor = new StartCursor();
        cursor.reset(changes.array(), 0, changes.sizeBytes());
        return cursor;
    }

    private static RecordReader record() throws CorruptRecordException {
        XorChunkWriter chunk = new XorChunkWriter();
        for (int i = 0; i < SAMPLES; i++) {
            chunk.append(NOW + i, i);
        }
        byte[] bits = Arrays.copyOfRange(chunk.bytes(), 2, chunk.sizeBytes());
        RecordWriter out = new RecordWriter();
        Carry.write(out, 7, SealedChunk.IN_ORDER, SAMPLES, bits, bits.length);
        RecordReader record = new RecordReader(out.array(), 0, out.position());
        assertThat(record.u8()).isEqualTo(RecordType.CARRY);
        RecordReader body = new RecordReader(out.array(), 0, 0);
        record.slice(record.fixed32(), body);
        return body;
    }
}
