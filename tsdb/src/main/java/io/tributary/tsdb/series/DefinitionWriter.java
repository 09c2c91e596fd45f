package io.tributary.tsdb.series;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Verdict;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.wal.RecordWriter;
import java.nio.charset.StandardCharsets;

/// Writes what a directory has gained since the last time: tenants, pairs, stamps, series.
///
/// ```
/// TENANT  number (varint) | UUID (16 bytes, big-endian) | name (UTF-8, to the end)
/// PAIRS   first number (varint) | count (varint) | per pair: name length, value length (varints), name, value
/// STAMPS  number (varint) | tenant (varint) | count (varint) | pair numbers (varints)
/// SERIES  first ref (varint) | count (varint) | per series:
///           stamps << 1 | derived (varint) | pair count (varint)
///           | a bit for each pair, lowest first: as the series before at this place
///           | for the others: pair number − that of the series before at this place (zigzag; 0 where it has none)
/// ```
///
/// Each record says all it needs (numbers are absolute, "the series before" is one of the same
/// record), so the bytes can be copied from the wal to `series/` and replayed twice. A scrape's
/// series differ in two or three pairs: 4 to 5 bytes each.
///
/// Writer only.
public final class DefinitionWriter {
    private static final int BYTES_PER_TENANT = 48;

    /// Of a series besides its labels: its set of stamps, its count, a share of the records' heads.
    private static final int SERIES_BYTES_MAX = 48;

    /// Of a label besides its bytes: two lengths (of at most 65,536), a number, a bit.
    private static final int LABEL_BYTES_MAX = 12;

    private final SeriesDirectory directory;
    private int tenantsRecorded;
    private int pairsRecorded;
    private int setsRecorded;
    private int slotsRecorded;
    private final int[] before = new int[SeriesDirectory.LABELS_MAX];
    private final int[] key = new int[SeriesDirectory.LABELS_MAX];

    /// Counts everything in the directory now as written.
    public DefinitionWriter(SeriesDirectory directory) {
        this.directory = directory;
        tenantsRecorded = directory.stamps().tenantCount();
        pairsRecorded = directory.pairs().count();
        setsRecorded = directory.stamps().setCount();
        slotsRecorded = directory.slotCount();
    }

    /// The most bytes the tenants up to `tenant` can still take. Any thread: an old count only
    /// makes it larger.
    public int tenantBytesMax(Tenant tenant) {
        int bytes = 0;
        int end = directory.stamps().number(tenant).orElseThrow();
        for (int i = tenantsRecorded; i <= end; i++) {
            bytes += BYTES_PER_TENANT + 4 * directory.stamps().tenant(i).name().length();
        }
        return bytes;
    }

    /// The most bytes one accepted series can take.
    public static int seriesBytesMax(Verdict verdict) {
        return SERIES_BYTES_MAX
                + verdict.key().sizeBytes()
                + verdict.stamps().sizeBytes()
                + LABEL_BYTES_MAX * (verdict.key().count() + verdict.stamps().count());
    }

    /// Whether anything is new.
    public boolean isPending() {
        return pairsRecorded < directory.pairs().count()
                || setsRecorded < directory.stamps().setCount()
                || slotsRecorded < directory.slotCount();
    }

    /// Writes all that is new; of the tenants those up to `tenant`.
    public void write(RecordWriter out, Tenant tenant) {
        int lastTenant = directory.stamps().number(tenant).orElseThrow();
        for (; tenantsRecorded <= lastTenant; tenantsRecorded++) {
            writeTenant(out, tenantsRecorded);
        }
        writePairs(out);
        for (; setsRecorded < directory.stamps().setCount(); setsRecorded++) {
            writeSet(out, setsRecorded);
        }
        writeSeries(out);
    }

    private void writeTenant(RecordWriter out, int number) {
        Tenant tenant = directory.stamps().tenant(number);
        byte[] name = tenant.name().getBytes(StandardCharsets.UTF_8);
        int length = begin(out, RecordType.TENANT);
        out.varint(number);
        out.fixed64(Long.reverseBytes(tenant.id().getMostSignificantBits()));
        out.fixed64(Long.reverseBytes(tenant.id().getLeastSignificantBits()));
        out.bytes(name, 0, name.length);
        end(out, length);
    }

    private void writePairs(RecordWriter out) {
        PairDictionary pairs = directory.pairs();
        int count = pairs.count();
        if (pairsRecorded == count) {
            return;
        }
        int length = begin(out, RecordType.PAIRS);
        out.varint(pairsRecorded);
        out.varint(count - pairsRecorded);
        for (int pair = pairsRecorded; pair < count; pair++) {
            int nameLength = pairs.nameLength(pair);
            out.varint(nameLength);
            out.varint(pairs.totalLength(pair) - nameLength);
            out.bytes(pairs.bytesOf(pair), pairs.offsetOf(pair), pairs.totalLength(pair));
        }
        end(out, length);
        pairsRecorded = count;
    }

    private void writeSet(RecordWriter out, int number) {
        StampSets.StampSet set = directory.stamps().set(number);
        int length = begin(out, RecordType.STAMPS);
        out.varint(number);
        out.varint(set.tenant());
        out.varint(set.pairs().size());
        for (int pair : set.pairs()) {
            out.varint(pair);
        }
        end(out, length);
    }

    private void writeSeries(RecordWriter out) {
        int count = directory.slotCount();
        if (slotsRecorded == count) {
            return;
        }
        int length = begin(out, RecordType.SERIES);
        out.varint(directory.ref(slotsRecorded));
        out.varint(count - slotsRecorded);
        int beforeCount = 0;
        for (int slot = slotsRecorded; slot < count; slot++) {
            beforeCount = writeOne(out, slot, beforeCount);
        }
        end(out, length);
        slotsRecorded = count;
    }

    private int writeOne(RecordWriter out, int slot, int beforeCount) {
        KeyReader reader = directory.key(slot);
        int pairCount = reader.count();
        out.varint(((long) reader.stamps() << 1) | reader.kind());
        out.varint(pairCount);
        for (int i = 0; i < pairCount; i++) {
            key[i] = reader.next();
        }
        for (int from = 0; from < pairCount; from += 8) {
            int bits = 0;
            for (int i = from; i < Math.min(from + 8, pairCount); i++) {
                bits |= i < beforeCount && key[i] == before[i] ? 1 << (i - from) : 0;
            }
            out.u8(bits);
        }
        for (int i = 0; i < pairCount; i++) {
            int reference = i < beforeCount ? before[i] : 0;
            if (i >= beforeCount || key[i] != reference) {
                out.zigzag((long) key[i] - reference);
            }
        }
        System.arraycopy(key, 0, before, 0, pairCount);
        return pairCount;
    }

    private static int begin(RecordWriter out, int type) {
        out.u8(type);
        int at = out.position();
        out.fixed32(0);
        return at;
    }

    private static void end(RecordWriter out, int lengthAt) {
        out.fixed32At(lengthAt, out.position() - lengthAt - Integer.BYTES);
    }
}
