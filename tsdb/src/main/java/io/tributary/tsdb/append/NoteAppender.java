package io.tributary.tsdb.append;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.Route;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.lanes.RawKeys;
import io.tributary.tsdb.notes.BatchNotes;
import io.tributary.tsdb.notes.NoteRecords;
import io.tributary.tsdb.notes.Notes;
import io.tributary.tsdb.notes.Senders;
import io.tributary.tsdb.notes.SeriesExemplar;
import io.tributary.tsdb.series.SeriesStamps;
import io.tributary.tsdb.wal.RecordWriter;
import java.util.ArrayList;
import java.util.List;

/// Keeps and records the notes of a request, once its samples are applied: an exemplar belongs to a
/// series that its sender has written, be it in the same request; others are dropped.
///
/// Not safe for several threads: the head calls it under its lock.
final class NoteAppender {
    /// Heads of two records, and their numbers.
    private static final int STAMPS_BYTES_MAX = 48;

    /// Of a label besides its text: two lengths, and its number in a set.
    private static final int LABEL_BYTES_MAX = 15;

    /// Bytes of a character at most.
    private static final int CHARACTER_BYTES_MAX = 3;

    private final HeadMemory memory;
    private final Notes notes;
    private final List<FamilyMetadata> metadata = new ArrayList<>();
    private final SeriesStamps stamps;
    private List<SeriesExemplar> added = List.of();
    private List<Senders> senders = List.of();
    private int tenant;

    NoteAppender(HeadMemory memory) {
        this.memory = memory;
        this.notes = memory.notes();
        this.stamps = new SeriesStamps(memory.directory());
    }

    /// The most bytes that the stamps of a route take, where metadata has to name them.
    static int stampsBytesMax(BatchNotes batch, Route route) {
        int bytes = 0;
        if (batch.hasMetadata()) {
            for (Label stamp : Senders.stamps(route).asList()) {
                bytes +=
                        LABEL_BYTES_MAX
                                + CHARACTER_BYTES_MAX
                                        * (stamp.name().length() + stamp.value().length());
            }
            bytes += STAMPS_BYTES_MAX;
        }
        return bytes;
    }

    /// Keeps them.
    ///
    /// @param segment of the wal that {@link #writeTo} writes to
    void append(BatchNotes batch, Request request, Route route, long segment, Outcome outcome) {
        added = List.of();
        metadata.clear();
        tenant = memory.directory().tenantNumber(route.target());
        int exemplarsMax = route.limits().tenant().exemplars();
        notes.holdExemplars(tenant, exemplarsMax);
        if (batch.isEmpty()) {
            return;
        }
        if (exemplarsMax == 0) {
            notes.dropped(batch.exemplars().size());
        } else {
            addExemplars(batch, request, segment, exemplarsMax, outcome);
        }
        if (batch.hasMetadata()) {
            senders = List.of(senders(route));
        }
        for (FamilyMetadata family : batch.families()) {
            notes.putMetadata(tenant, senders, family, segment);
            metadata.add(family);
        }
    }

    private void addExemplars(
            BatchNotes batch, Request request, long segment, int countMax, Outcome outcome) {
        List<SeriesExemplar> known = new ArrayList<>();
        for (BatchNotes.Item item : batch.exemplars()) {
            int slot = find(request, item.series());
            if (slot == RawKeys.ABSENT) {
                notes.dropped(1);
            } else {
                known.add(new SeriesExemplar(memory.directory().ref(slot), item.exemplar()));
            }
        }
        if (!known.isEmpty()) {
            added = notes.addExemplars(tenant, known, segment, countMax);
            outcome.exemplars(known.size());
        }
    }

    /// Whether the tenant must be defined before {@link #writeTo}.
    boolean needsTenant() {
        return !metadata.isEmpty();
    }

    /// Writes a record of each that is new.
    void writeTo(RecordWriter out) {
        if (added.isEmpty() && metadata.isEmpty()) {
            return;
        }
        for (SeriesExemplar exemplar : added) {
            NoteRecords.write(out, exemplar.ref(), exemplar.exemplar());
        }
        for (FamilyMetadata family : metadata) {
            NoteRecords.write(out, tenant, senders, family);
        }
    }

    private Senders senders(Route route) {
        Labels stamped = Senders.stamps(route);
        return stamped.isEmpty()
                ? Senders.UNSTAMPED
                : new Senders(stamped, stamps.number(route.target(), stamped));
    }

    private int find(Request request, int series) {
        int slot = request.slots[series];
        return slot >= 0
                ? slot
                : memory.keys().find(request.hashHigh[series], request.hashLow[series]);
    }
}
