package io.tributary.tsdb.notes;

import io.tributary.model.Labels;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.tsdb.series.Hash128;
import io.tributary.tsdb.wal.RecordWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The exemplars and metadata of all tenants.
///
/// An exemplar that is kept already is not kept again; of a family what each cluster told last
/// holds. Changes come under the head's append lock, those of a request in one step; any thread may
/// ask.
///
/// Bound: {@link NoteSettings} a tenant, and of exemplars the tenant's own limit, which it is held
/// to whenever it writes: a lower one drops the oldest then. What a start finds in the wal may be
/// more until then.
public final class Notes {
    /// What an entry takes besides its text: objects, a place in a table.
    private static final long ENTRY_BYTES = 250;

    private final NoteSettings settings;
    private final Hash128 hash;
    private final Map<Integer, Ring<SeriesExemplar>> exemplars = new HashMap<>();
    private final Map<Integer, Families> families = new HashMap<>();
    private long droppedCount;

    /// @param hash of the data directory's key, for these notes alone
    public Notes(NoteSettings settings, Hash128 hash) {
        this.settings = settings;
        this.hash = hash;
    }

    /// Adds exemplars and answers those of them that were not there.
    ///
    /// @param segment of the wal that their records stand in
    /// @param countMax of the tenant, at least 1
    public synchronized List<SeriesExemplar> addExemplars(
            int tenant, List<SeriesExemplar> more, long segment, int countMax) {
        Ring<SeriesExemplar> ring = exemplars.computeIfAbsent(tenant, _ -> new Ring<>());
        List<SeriesExemplar> added = new ArrayList<>();
        for (SeriesExemplar exemplar : more) {
            if (!ring.has(exemplar)) {
                ring.put(exemplar, segment);
                droppedCount += ring.hold(Math.min(countMax, settings.exemplarsMax()));
                added.add(exemplar);
            }
        }
        return added;
    }

    /// Drops the oldest exemplars of a tenant that are more than it may have.
    public synchronized void holdExemplars(int tenant, int countMax) {
        Ring<SeriesExemplar> ring = exemplars.get(tenant);
        if (ring != null) {
            droppedCount += ring.hold(countMax);
        }
    }

    /// Takes what a record says, which may be there already: it stands in this segment now.
    public synchronized void restore(int tenant, SeriesExemplar exemplar, long segment) {
        Ring<SeriesExemplar> ring = exemplars.computeIfAbsent(tenant, _ -> new Ring<>());
        ring.put(exemplar, segment);
        ring.hold(settings.exemplarsMax());
    }

    /// Takes what some senders of a tenant say of a family.
    ///
    /// @param segment of the wal that its record stands in
    public synchronized void putMetadata(
            int tenant, List<Senders> senders, FamilyMetadata metadata, long segment) {
        droppedCount +=
                families.computeIfAbsent(tenant, _ -> new Families(settings.familiesMax(), hash))
                        .put(senders, metadata, segment);
    }

    /// Whether exactly this is what holds for senders with these stamps.
    synchronized boolean isKnown(int tenant, Labels stamps, FamilyMetadata metadata) {
        Families told = families.get(tenant);
        return told != null && told.isKnown(stamps, metadata);
    }

    /// Likewise of each of the first `count` statements.
    ///
    /// @param statements each a {@link StatementHash}
    synchronized boolean areKnown(int tenant, Labels stamps, long[] statements, int count) {
        Families told = families.get(tenant);
        return count == 0 || (told != null && told.areKnown(stamps, statements, count));
    }

    /// Counts notes that could not be kept.
    public synchronized void dropped(int count) {
        droppedCount += count;
    }

    /// Notes dropped since the start: for want of room, or because they could not be kept.
    public synchronized long droppedCount() {
        return droppedCount;
    }

    /// In the order they came.
    public synchronized List<SeriesExemplar> exemplars(int tenant) {
        Ring<SeriesExemplar> ring = exemplars.get(tenant);
        return ring == null ? List.of() : ring.notes();
    }

    /// A list of the caller's own, in the order of what came first.
    public synchronized List<ToldMetadata> metadata(int tenant) {
        Families told = families.get(tenant);
        return told == null ? List.of() : told.told();
    }

    /// The oldest wal segment that holds a note, or `Long.MAX_VALUE`.
    public synchronized long oldestSegment() {
        long oldest = Long.MAX_VALUE;
        for (Ring<SeriesExemplar> ring : exemplars.values()) {
            oldest = Math.min(oldest, ring.oldestSegment());
        }
        for (Families told : families.values()) {
            oldest = Math.min(oldest, told.oldestSegment());
        }
        return oldest;
    }

    /// Writes those once more that stand before a segment, as far as there is room.
    ///
    /// @param segment that is written to now
    /// @param bytesMax room in `out`, enough for any one note
    public synchronized void writeAgain(long before, long segment, RecordWriter out, int bytesMax) {
        int end = out.position() + bytesMax;
        exemplars
                .values()
                .forEach(ring ->
                        ring.writeAgain(before, segment, exemplar -> write(exemplar, out, end)));
        families.forEach((tenant, told) ->
                told.writeAgain(
                        before,
                        segment,
                        (metadata, senders) -> write(tenant, senders, metadata, out, end)));
    }

    public synchronized long sizeBytes() {
        long bytes = 0;
        for (Ring<SeriesExemplar> ring : exemplars.values()) {
            bytes += ENTRY_BYTES * ring.size();
        }
        for (Families told : families.values()) {
            bytes += told.sizeBytes();
        }
        return bytes;
    }

    private static boolean write(SeriesExemplar exemplar, RecordWriter out, int end) {
        if (NoteRecords.sizeMax(exemplar.exemplar()) > end - out.position()) {
            return false;
        }
        NoteRecords.write(out, exemplar.ref(), exemplar.exemplar());
        return true;
    }

    private static boolean write(
            int tenant, List<Senders> senders, FamilyMetadata metadata, RecordWriter out, int end) {
        if (NoteRecords.sizeMax(metadata, senders.size()) > end - out.position()) {
            return false;
        }
        NoteRecords.write(out, tenant, senders, metadata);
        return true;
    }
}
