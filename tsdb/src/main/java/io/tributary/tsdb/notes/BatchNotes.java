package io.tributary.tsdb.notes;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.remotewrite.RemoteWrite1Labels;
import io.tributary.model.Labels;
import io.tributary.model.columns.ExemplarColumns;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.tsdb.series.Hash128;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The notes of one request as values, made before the append lock is taken. Text that is not UTF-8
/// is shown with U+FFFD; metadata with longer text than people write is left out, and counted, and
/// so is what is behind {@link #TEXT_BYTES_MAX} bytes of it: a request may say a text once and
/// refer to it often.
public final class BatchNotes {
    /// No notes.
    public static final BatchNotes NONE = new BatchNotes();

    static final int FAMILY_BYTES_MAX = 1_024;
    static final int UNIT_BYTES_MAX = 256;
    static final int HELP_BYTES_MAX = 4_096;

    /// Bytes of the metadata of a request.
    static final int TEXT_BYTES_MAX = 16 * 1024 * 1024;

    private static final int ASKED_AT_ONCE = 1_024;

    private final List<Item> exemplars = new ArrayList<>();
    private final Map<String, FamilyMetadata> families = new LinkedHashMap<>();
    private int dropped;

    /// An exemplar and its series' place in the batch.
    public record Item(int series, Exemplar exemplar) {}

    private BatchNotes() {}

    /// Reads those of a batch, without the metadata that its senders have told already: remote
    /// write 2.0 tells nearly all of it again with each request, so that is found out by bytes, and
    /// text is made where there is news only.
    ///
    /// @param hash of the data directory's key
    public static BatchNotes of(WriteBatch batch, Teller teller, Hash128 hash) {
        BatchNotes notes = new BatchNotes();
        if (batch.exemplarCount() > 0) {
            notes.readExemplars(batch.exemplars());
        }
        if (batch.metadataCount() > 0) {
            notes.readMetadata(batch.bytes(), batch.metadata(), teller, hash);
        }
        return notes;
    }

    /// In their order.
    public List<Item> exemplars() {
        return exemplars;
    }

    /// Each family once, as it was told of last.
    public Iterable<FamilyMetadata> families() {
        return families.values();
    }

    /// Whether there is anything to be kept.
    public boolean isEmpty() {
        return exemplars.isEmpty() && families.isEmpty();
    }

    public boolean hasMetadata() {
        return !families.isEmpty();
    }

    /// The most bytes their records take.
    public long bytesMax() {
        if (isEmpty()) {
            return 0;
        }
        long bytes = 0;
        for (Item item : exemplars) {
            bytes += NoteRecords.sizeMax(item.exemplar());
        }
        for (FamilyMetadata metadata : families.values()) {
            bytes += NoteRecords.sizeMax(metadata, 1);
        }
        return bytes;
    }

    /// Notes that cannot be kept.
    public int dropped() {
        return dropped;
    }

    private void readExemplars(ExemplarColumns columns) {
        LabelPairs pairs = new LabelPairs();
        for (int i = 0; i < columns.count(); i++) {
            try {
                RemoteWrite1Labels.decode(
                        columns.bytes(), columns.labelsOffset(i), columns.labelsLength(i), pairs);
            } catch (MalformedRequestException e) {
                dropped++;
                continue;
            }
            Labels.Builder labels = new Labels.Builder();
            for (int pair = 0; pair < pairs.count(); pair++) {
                labels.set(pairs.name(pair), pairs.value(pair));
            }
            exemplars.add(
                    new Item(
                            columns.series(i),
                            new Exemplar(
                                    labels.build(), columns.timeMillis(i), columns.valueBits(i))));
        }
    }

    private void readMetadata(byte[] bytes, MetadataColumns columns, Teller teller, Hash128 hash) {
        BitSet rows = keepable(columns);
        dropped += columns.count() - rows.cardinality();
        if (isTold(bytes, columns, rows, teller, hash)) {
            return;
        }
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            FamilyMetadata metadata = metadata(bytes, columns, row);
            families.put(metadata.family(), metadata);
        }
        families.values().removeIf(teller::told);
    }

    private static BitSet keepable(MetadataColumns columns) {
        BitSet rows = new BitSet(columns.count());
        int left = TEXT_BYTES_MAX;
        for (int i = 0; i < columns.count(); i++) {
            int length = columns.familyLength(i) + columns.helpLength(i) + columns.unitLength(i);
            if (columns.familyLength(i) > 0
                    && columns.familyLength(i) <= FAMILY_BYTES_MAX
                    && columns.unitLength(i) <= UNIT_BYTES_MAX
                    && columns.helpLength(i) <= HELP_BYTES_MAX
                    && length <= left) {
                left -= length;
                rows.set(i);
            }
        }
        return rows;
    }

    /// Whether the teller has told all of these rows before. Asks for some at a time, so that
    /// others get their turn.
    private static boolean isTold(
            byte[] bytes, MetadataColumns columns, BitSet rows, Teller teller, Hash128 hash) {
        long[] statements = new long[Math.min(rows.cardinality(), ASKED_AT_ONCE)];
        int count = 0;
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            statements[count++] = StatementHash.of(hash, bytes, columns, row);
            if (count == statements.length) {
                if (!teller.told(statements, count)) {
                    return false;
                }
                count = 0;
            }
        }
        return teller.told(statements, count);
    }

    private static FamilyMetadata metadata(byte[] bytes, MetadataColumns columns, int row) {
        return new FamilyMetadata(
                text(bytes, columns.familyOffset(row), columns.familyLength(row)),
                MetricType.ofNumber(columns.type(row)),
                text(bytes, columns.helpOffset(row), columns.helpLength(row)),
                text(bytes, columns.unitOffset(row), columns.unitLength(row)));
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
}
