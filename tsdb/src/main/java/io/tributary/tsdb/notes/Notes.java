package io.tributary.tsdb.notes;

import io.tributary.model.notes.FamilyMetadata;
import io.tributary.tsdb.wal.RecordWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The exemplars and metadata of all tenants.
///
/// An exemplar that is kept already is not kept again; of a family what was told last holds.
/// Changes come under the head's append lock, those of a request in one step; any thread may ask.
///
/// Bound: {@link NoteSettings} a tenant, and of exemplars the tenant's own limit, which it is held
/// to whenever it writes: a lower one drops the oldest then. What a start finds in the wal may be
/// more until then.
public final class Notes {
    /// What an entry takes besides its text: objects, a place in a table.
    private static final long ENTRY_BYTES = 250;

    private final NoteSettings settings;
    private final Map<Integer, Ring<SeriesExemplar, Boolean>> exemplars = new HashMap<>();
    private final Map<Integer, Ring<String, FamilyMetadata>> families = new HashMap<>();
    private long droppedCount;

    public Notes(NoteSettings settings) {
        this.settings = settings;
    }

    /// Adds exemplars and answers those of them that were not there.
    ///
    /// @param segment of the wal that their records stand in
    /// @param countMax of the tenant, at least 1
    public synchronized List<SeriesExemplar> addExemplars(
            int tenant, List<SeriesExemplar> more, long segment, int countMax) {
        Ring<SeriesExemplar, Boolean> ring = exemplars.computeIfAbsent(tenant, _ -> new Ring<>());
        List<SeriesExemplar> added = new ArrayList<>();
        for (SeriesExemplar exemplar : more) {
            if (!ring.has(exemplar, true)) {
                ring.put(exemplar, true, segment);
                droppedCount += ring.hold(Math.min(countMax, settings.exemplarsMax()));
                added.add(exemplar);
            }
        }
        return added;
    }

    /// Drops the oldest exemplars of a tenant that are more than it may have.
    public synchronized void holdExemplars(int tenant, int countMax) {
        Ring<SeriesExemplar, Boolean> ring = exemplars.get(tenant);
        if (ring != null) {
            droppedCount += ring.hold(countMax);
        }
    }

    /// Takes what a record says, which may be there already: it stands in this segment now.
    public synchronized void restore(int tenant, SeriesExemplar exemplar, long segment) {
        Ring<SeriesExemplar, Boolean> ring = exemplars.computeIfAbsent(tenant, _ -> new Ring<>());
        ring.put(exemplar, true, segment);
        ring.hold(settings.exemplarsMax());
    }

    public synchronized void putMetadata(int tenant, FamilyMetadata metadata, long segment) {
        Ring<String, FamilyMetadata> ring = families.computeIfAbsent(tenant, _ -> new Ring<>());
        ring.put(metadata.family(), metadata, segment);
        droppedCount += ring.hold(settings.familiesMax());
    }

    /// Whether exactly this is what holds.
    public synchronized boolean isKnown(int tenant, FamilyMetadata metadata) {
        Ring<String, FamilyMetadata> ring = families.get(tenant);
        return ring != null && ring.has(metadata.family(), metadata);
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
        Ring<SeriesExemplar, Boolean> ring = exemplars.get(tenant);
        return ring == null ? List.of() : ring.keys();
    }

    /// A list of the caller's own.
    public synchronized List<FamilyMetadata> metadata(int tenant) {
        List<FamilyMetadata> all = new ArrayList<>();
        Ring<String, FamilyMetadata> ring = families.get(tenant);
        if (ring != null) {
            ring.forEach((_, metadata) -> all.add(metadata));
        }
        return all;
    }

    /// The oldest wal segment that holds a note, or `Long.MAX_VALUE`.
    public synchronized long oldestSegment() {
        long oldest = Long.MAX_VALUE;
        for (Ring<SeriesExemplar, Boolean> ring : exemplars.values()) {
            oldest = Math.min(oldest, ring.oldestSegment());
        }
        for (Ring<String, FamilyMetadata> ring : families.values()) {
            oldest = Math.min(oldest, ring.oldestSegment());
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
                        ring.writeAgain(
                                before, segment, (exemplar, _) -> write(exemplar, out, end)));
        families.forEach((tenant, ring) ->
                ring.writeAgain(
                        before, segment, (_, metadata) -> write(tenant, metadata, out, end)));
    }

    public synchronized long sizeBytes() {
        long entries = 0;
        for (Ring<SeriesExemplar, Boolean> ring : exemplars.values()) {
            entries += ring.size();
        }
        for (Ring<String, FamilyMetadata> ring : families.values()) {
            entries += ring.size();
        }
        return entries * ENTRY_BYTES;
    }

    private static boolean write(SeriesExemplar exemplar, RecordWriter out, int end) {
        if (NoteRecords.sizeMax(exemplar.exemplar()) > end - out.position()) {
            return false;
        }
        NoteRecords.write(out, exemplar.ref(), exemplar.exemplar());
        return true;
    }

    private static boolean write(int tenant, FamilyMetadata metadata, RecordWriter out, int end) {
        if (NoteRecords.sizeMax(metadata) > end - out.position()) {
            return false;
        }
        NoteRecords.write(out, tenant, metadata);
        return true;
    }
}
