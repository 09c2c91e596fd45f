package io.tributary.tsdb.series;

import io.tributary.model.Tenant;
import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.wal.RecordWriter;
import java.nio.charset.StandardCharsets;

/// The records that define tenants, pairs, stamps and series.
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
/// Owned by one thread at a time; what is written must not change meanwhile.
final class DefinitionRecords {
    private final SeriesDirectory directory;
    private final int[] before = new int[SeriesDirectory.LABELS_MAX];
    private final int[] key = new int[SeriesDirectory.LABELS_MAX];

    DefinitionRecords(SeriesDirectory directory) {
        this.directory = directory;
    }

    /// How many tenants, pairs and sets of stamps there are to be written.
    int tenantCount() {
        return directory.stamps().tenantCount();
    }

    int pairCount() {
        return directory.pairs().count();
    }

    int stampsCount() {
        return directory.stamps().setCount();
    }

    void tenant(RecordWriter out, int number) {
        Tenant tenant = directory.stamps().tenant(number);
        byte[] name = tenant.name().getBytes(StandardCharsets.UTF_8);
        int body = out.beginRecord(RecordType.TENANT);
        out.varint(number);
        out.fixed64(Long.reverseBytes(tenant.id().getMostSignificantBits()));
        out.fixed64(Long.reverseBytes(tenant.id().getLeastSignificantBits()));
        out.bytes(name, 0, name.length);
        out.endRecord(body);
    }

    /// Writes the pairs `from` (inclusive) to `to` (exclusive), all of which are known.
    void pairs(RecordWriter out, int from, int to) {
        PairDictionary pairs = directory.pairs();
        int body = out.beginRecord(RecordType.PAIRS);
        out.varint(from);
        out.varint(to - from);
        for (int pair = from; pair < to; pair++) {
            int nameLength = pairs.nameLength(pair);
            out.varint(nameLength);
            out.varint(pairs.totalLength(pair) - nameLength);
            out.bytes(pairs.bytesOf(pair), pairs.offsetOf(pair), pairs.totalLength(pair));
        }
        out.endRecord(body);
    }

    void stamps(RecordWriter out, int number) {
        StampSets.StampSet set = directory.stamps().set(number);
        int body = out.beginRecord(RecordType.STAMPS);
        out.varint(number);
        out.varint(set.tenant());
        out.varint(set.pairs().size());
        for (int pair : set.pairs()) {
            out.varint(pair);
        }
        out.endRecord(body);
    }

    /// Writes series whose refs follow one another.
    void series(RecordWriter out, IntList slots) {
        int body = out.beginRecord(RecordType.SERIES);
        out.varint(directory.ref(slots.at(0)));
        out.varint(slots.size());
        int beforeCount = 0;
        for (int i = 0; i < slots.size(); i++) {
            beforeCount = writeOne(out, slots.at(i), beforeCount);
        }
        out.endRecord(body);
    }

    /// Writes that all refs below `ref` are taken.
    void noRefBelow(RecordWriter out, long ref) {
        int body = out.beginRecord(RecordType.SERIES);
        out.varint(ref);
        out.varint(0);
        out.endRecord(body);
    }

    /// Whether a pair's number was taken for one that was lost.
    boolean isLostPair(int number) {
        return directory.pairs().isLost(number);
    }

    /// Whether a tenant's number was taken for one that was lost.
    boolean isLostTenant(int number) {
        return directory.stamps().isLostTenant(number);
    }

    /// Whether a set's number was taken for one that was lost.
    boolean isLostStamps(int set) {
        return !directory.stamps().isWhole(set);
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
}
