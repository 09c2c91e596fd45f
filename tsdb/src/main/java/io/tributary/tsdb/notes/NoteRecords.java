package io.tributary.tsdb.notes;

import io.tributary.model.Labels;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import io.tributary.tsdb.wal.RecordWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What is kept beside samples: exemplars and metadata, one record each.
///
/// ```
/// EXEMPLARS  ref (varint) | time (zigzag) | value bits (8 bytes) | labels, to the end of the body
///              label: length of the name (varint) | length of the value (varint) | name | value
/// METADATA   tenant number (varint) | statement
/// METADATA_OF
///            tenant number (varint) | count (varint) | senders (varints): number of stamps + 1, 0 without any | statement
///              statement: type (varint) | length of the family (varint) | length of the unit (varint)
///                | family | unit | help, to the end
/// ```
///
/// A record refers to nothing but a series, a tenant or stamps defined before it, so it can be
/// written once more anywhere. Metadata of senders without stamps alone is METADATA. Safe from any
/// thread.
public final class NoteRecords {
    private static final int NUMBERS_MAX = Integer.MAX_VALUE - 1;

    /// Type, length, two numbers, a value, two lengths.
    private static final int FRAME_BYTES_MAX = RecordType.HEADER_BYTES + 2 * 10 + 8 + 2 * 5;

    private static final int LABEL_BYTES_MAX = 2 * 5;

    private static final int NUMBER_BYTES_MAX = 5;

    /// Bytes of a character at most.
    private static final int CHARACTER_BYTES_MAX = 3;

    /// Is told what an EXEMPLARS record says.
    @FunctionalInterface
    public interface ExemplarTarget {
        void exemplar(long ref, Exemplar exemplar);
    }

    /// Is told what a METADATA or METADATA_OF record says.
    @FunctionalInterface
    public interface MetadataTarget {
        /// One record.
        ///
        /// @param sets numbers of stamps; `Senders.NO_SET` for senders without
        void metadata(int tenant, List<Integer> sets, FamilyMetadata metadata);
    }

    private NoteRecords() {}

    /// The most bytes the record of an exemplar takes.
    public static int sizeMax(Exemplar exemplar) {
        Labels labels = exemplar.labels();
        int size = FRAME_BYTES_MAX;
        for (int i = 0; i < labels.size(); i++) {
            int characters = labels.name(i).length() + labels.value(i).length();
            size += LABEL_BYTES_MAX + CHARACTER_BYTES_MAX * characters;
        }
        return size;
    }

    /// The most bytes the record of a family takes.
    public static int sizeMax(FamilyMetadata metadata, int senders) {
        int characters =
                metadata.family().length() + metadata.unit().length() + metadata.help().length();
        return FRAME_BYTES_MAX
                + NUMBER_BYTES_MAX * (senders + 1)
                + CHARACTER_BYTES_MAX * characters;
    }

    public static void write(RecordWriter out, long ref, Exemplar exemplar) {
        int body = out.beginRecord(RecordType.EXEMPLARS);
        out.varint(ref);
        out.zigzag(exemplar.timeMillis());
        out.fixed64(exemplar.valueBits());
        Labels labels = exemplar.labels();
        for (int i = 0; i < labels.size(); i++) {
            byte[] name = labels.name(i).getBytes(StandardCharsets.UTF_8);
            byte[] value = labels.value(i).getBytes(StandardCharsets.UTF_8);
            out.varint(name.length);
            out.varint(value.length);
            out.bytes(name, 0, name.length);
            out.bytes(value, 0, value.length);
        }
        out.endRecord(body);
    }

    public static void write(
            RecordWriter out, int tenant, List<Senders> senders, FamilyMetadata metadata) {
        boolean plain = senders.equals(List.of(Senders.UNSTAMPED));
        int body = out.beginRecord(plain ? RecordType.METADATA : RecordType.METADATA_OF);
        out.varint(tenant);
        if (!plain) {
            out.varint(senders.size());
            senders.forEach(each -> out.varint(each.set() + 1));
        }
        writeStatement(out, metadata);
        out.endRecord(body);
    }

    private static void writeStatement(RecordWriter out, FamilyMetadata metadata) {
        byte[] family = metadata.family().getBytes(StandardCharsets.UTF_8);
        byte[] unit = metadata.unit().getBytes(StandardCharsets.UTF_8);
        byte[] help = metadata.help().getBytes(StandardCharsets.UTF_8);
        out.varint(metadata.type().number());
        out.varint(family.length);
        out.varint(unit.length);
        out.bytes(family, 0, family.length);
        out.bytes(unit, 0, unit.length);
        out.bytes(help, 0, help.length);
    }

    /// Applies one record; answers false if it is of another type.
    public static boolean read(
            int type, RecordReader body, ExemplarTarget exemplars, MetadataTarget metadata)
            throws CorruptRecordException {
        switch (type) {
            case RecordType.EXEMPLARS -> readExemplar(body, exemplars);
            case RecordType.METADATA -> readMetadata(body, false, metadata);
            case RecordType.METADATA_OF -> readMetadata(body, true, metadata);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void readExemplar(RecordReader body, ExemplarTarget into)
            throws CorruptRecordException {
        long ref = body.varint();
        long timeMillis = body.zigzag();
        long bits = body.fixed64();
        Labels.Builder labels = new Labels.Builder();
        while (body.remaining() > 0) {
            int nameLength = body.count(body.remaining(), "label name");
            int valueLength = body.count(body.remaining(), "label value");
            labels.set(text(body, nameLength), text(body, valueLength));
        }
        into.exemplar(ref, new Exemplar(labels.build(), timeMillis, bits));
    }

    private static void readMetadata(RecordReader body, boolean stamped, MetadataTarget into)
            throws CorruptRecordException {
        int tenant = body.count(NUMBERS_MAX, "tenant number");
        List<Integer> sets = stamped ? readSets(body) : List.of(Senders.NO_SET);
        int type = body.count(NUMBERS_MAX, "metric type");
        int familyLength = body.count(body.remaining(), "family name");
        int unitLength = body.count(body.remaining(), "unit");
        String family = text(body, familyLength);
        String unit = text(body, unitLength);
        String help = text(body, body.remaining());
        into.metadata(
                tenant, sets, new FamilyMetadata(family, MetricType.ofNumber(type), help, unit));
    }

    private static List<Integer> readSets(RecordReader body) throws CorruptRecordException {
        int count = body.count(body.remaining(), "count of senders");
        List<Integer> sets = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sets.add(body.count(NUMBERS_MAX, "number of stamps") - 1);
        }
        return sets;
    }

    private static String text(RecordReader body, int length) throws CorruptRecordException {
        int at = body.take(length);
        return new String(body.array(), at, length, StandardCharsets.UTF_8);
    }
}
