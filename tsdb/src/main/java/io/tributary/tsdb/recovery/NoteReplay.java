package io.tributary.tsdb.recovery;

import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.memory.LongIntMap;
import io.tributary.tsdb.notes.NoteRecords;
import io.tributary.tsdb.notes.Senders;
import io.tributary.tsdb.notes.SeriesExemplar;
import io.tributary.tsdb.series.SeriesStamps;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import java.util.ArrayList;
import java.util.List;

/// Takes exemplars and metadata from the wal. What refers to something that was lost is passed
/// over. One thread.
final class NoteReplay {
    private final HeadMemory memory;
    private final LongIntMap slots;
    private final SeriesStamps stamps;

    /// @param slots by ref, of the series that are known so far
    NoteReplay(HeadMemory memory, LongIntMap slots) {
        this.memory = memory;
        this.slots = slots;
        this.stamps = new SeriesStamps(memory.directory());
    }

    /// Takes what one record says.
    ///
    /// @param segment of the wal that it stands in
    void read(int type, RecordReader record, long segment) throws CorruptRecordException {
        NoteRecords.read(
                type,
                record,
                (ref, exemplar) -> exemplar(ref, exemplar, segment),
                (tenant, sets, metadata) -> metadata(tenant, sets, metadata, segment));
    }

    private void exemplar(long ref, Exemplar exemplar, long segment) {
        int slot = slots.find(ref);
        if (slot != LongIntMap.ABSENT) {
            int tenant = memory.directory().tenant(slot);
            memory.notes().restore(tenant, new SeriesExemplar(ref, exemplar), segment);
        }
    }

    /// Of senders whose stamps were lost nothing is kept: who may see it cannot be told.
    private void metadata(int tenant, List<Integer> sets, FamilyMetadata metadata, long segment) {
        List<Senders> senders = new ArrayList<>();
        for (int set : sets) {
            if (set == Senders.NO_SET) {
                senders.add(Senders.UNSTAMPED);
            } else if (stamps.isKnown(set, tenant)) {
                senders.add(new Senders(stamps.labels(set), set));
            }
        }
        memory.notes().putMetadata(tenant, senders, metadata, segment);
    }
}
