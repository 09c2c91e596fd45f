package io.tributary.tsdb.head;

import io.tributary.runtime.disk.Disk;
import io.tributary.tsdb.data.DataDirectory;
import io.tributary.tsdb.data.DataDirectoryException;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.record.SampleDecoder;
import io.tributary.tsdb.series.DefinitionReader;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecoveredWal;
import io.tributary.tsdb.wal.WalReader;
import java.io.IOException;

/// Makes a head's memory again from its wal: definitions and samples are applied as they were
/// decided, without asking the rules or the clock.
///
/// Frames behind damage, up to the next reset point, give their definitions only: what their
/// samples refer to is lost.
final class Recovery {
    private static final byte[] NOTHING = {};

    private final HeadParts parts;
    private final Replay replay;
    private final SampleDecoder decoder = new SampleDecoder();
    private final DefinitionReader definitions;
    private final RecordReader body = new RecordReader(NOTHING, 0, 0);
    private RecoveredWal wal = RecoveredWal.none();
    private long samplesSkipped;
    private long expected = RecoveredWal.FIRST_SEQUENCE;

    /// Whether frames were lost: definitions may be missing then, and what refers to them is lost
    /// too.
    private boolean damaged;

    private Recovery(HeadParts parts) {
        this.parts = parts;
        this.replay = new Replay(parts);
        this.definitions = new DefinitionReader(parts.directory());
    }

    /// Replays what stands in the wal.
    ///
    /// @throws DataDirectoryException if it holds records of a newer version
    static Recovery run(Disk disk, HeadParts parts) throws IOException {
        Recovery recovery = new Recovery(parts);
        recovery.wal = WalReader.read(disk, DataDirectory.WAL, recovery::frame);
        return recovery;
    }

    HeadParts parts() {
        return parts;
    }

    RecoveredWal wal() {
        return wal;
    }

    /// The number that the newest replayed request is known by.
    long lastRequest() {
        return Replay.REQUEST;
    }

    RecoveryReport report() {
        return new RecoveryReport(
                wal.frames(),
                replay.samples(),
                parts.directory().slotCount(),
                wal.tornTailBytes(),
                wal.damages(),
                definitions.seriesLost(),
                replay.samplesUnknown() + samplesSkipped);
    }

    private void frame(WalReader.WalFrame frame, RecordReader payload) throws IOException {
        damaged |= !frame.intact() || frame.sequence() != expected;
        expected = frame.sequence() + 1;
        if (frame.resetPoint()) {
            replay.reset();
        }
        while (payload.remaining() > 0) {
            int type = payload.u8();
            payload.slice(payload.fixed32(), body);
            record(type, frame.intact(), body);
        }
    }

    private void record(int type, boolean intact, RecordReader record) throws IOException {
        try {
            if (definitions.read(type, record, replay::create)) {
                return;
            }
        } catch (CorruptRecordException e) {
            if (!damaged) {
                throw e;
            }
            return;
        }
        if (type != RecordType.SAMPLES) {
            throw new DataDirectoryException(
                    "the wal holds a record of type %d, which this program does not know: it was written by a newer one"
                            .formatted(type));
        }
        if (intact) {
            decoder.decode(record, replay);
        } else {
            samplesSkipped += record.varint();
        }
    }
}
