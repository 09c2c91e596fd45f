package io.tributary.tsdb.recovery;

import io.tributary.format.chunk.XorChunkReader;
import io.tributary.runtime.disk.Disk;
import io.tributary.tsdb.data.DataDirectory;
import io.tributary.tsdb.record.Carry;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecoveredWal;
import io.tributary.tsdb.wal.WalReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The chunks that were carried in a wal: which times each holds, and in which frame it stands.
///
/// Read before the wal is replayed: of a chunk that was carried the segment it began in may be gone
/// and its later samples still be there, which must not be applied before those of the carried
/// chunk. Bound: what was carried in a wal, some hundred bytes a chunk.
final class Carries {
    private static final byte[] NOTHING = {};

    private final Map<Key, List<Carried>> chunks = new HashMap<>();
    private final XorChunkReader reader = new XorChunkReader();
    private final RecordReader body = new RecordReader(NOTHING, 0, 0);
    private RecoveredWal wal = RecoveredWal.none();

    /// A lane of a series.
    record Key(long ref, int lane) {}

    /// One carried chunk.
    static final class Carried {
        private final long sequence;
        private final long[] times;

        /// @param sequence of its frame
        /// @param times ascending
        private Carried(long sequence, long[] times) {
            this.sequence = sequence;
            this.times = times;
        }

        long sequence() {
            return sequence;
        }

        boolean holds(long timeMillis) {
            return Arrays.binarySearch(times, timeMillis) >= 0;
        }
    }

    private Carries() {}

    /// Reads a wal for them.
    static Carries read(Disk disk) throws IOException {
        Carries carries = new Carries();
        carries.wal = WalReader.read(disk, DataDirectory.WAL, carries::frame);
        return carries;
    }

    /// What reading found.
    RecoveredWal wal() {
        return wal;
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /// In the order of the wal.
    List<Carried> of(Key key) {
        return chunks.getOrDefault(key, List.of());
    }

    private void frame(WalReader.WalFrame frame, RecordReader payload) throws IOException {
        while (payload.remaining() > 0) {
            int type = payload.u8();
            payload.slice(payload.fixed32(), body);
            if (type == RecordType.CARRY) {
                chunk(frame.sequence(), body);
            }
        }
    }

    private void chunk(long sequence, RecordReader record) throws IOException {
        long ref = record.varint();
        int lane = record.u8();
        Carry.open(record, reader);
        long[] times = new long[reader.count()];
        for (int i = 0; i < times.length; i++) {
            if (!reader.next()) {
                throw new CorruptRecordException("carried chunk ends after " + i, 0);
            }
            times[i] = reader.timeMillis();
        }
        chunks.computeIfAbsent(new Key(ref, lane), _ -> new ArrayList<>())
                .add(new Carried(sequence, times));
    }
}
