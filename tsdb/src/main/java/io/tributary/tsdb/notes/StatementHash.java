package io.tributary.tsdb.notes;

import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.tsdb.series.Hash128;
import java.nio.charset.StandardCharsets;

/// What stands for a statement on a metric family where it is looked for by the bytes that were
/// sent: 64 bits under the data directory's key, of each of its texts for itself.
///
/// Two statements of 100,000 share them once in 10^9 tenants, and nobody without the key can make
/// two that do; the second would not be kept then.
final class StatementHash {
    private static final int HELP = 1;
    private static final int UNIT = 2;

    /// Above the numbers of the other texts.
    private static final int FAMILY = 4;

    private StatementHash() {}

    /// Of a row that was sent.
    static long of(Hash128 hash, byte[] bytes, MetadataColumns rows, int row) {
        return of(
                        hash,
                        family(MetricType.ofNumber(rows.type(row))),
                        bytes,
                        rows.familyOffset(row),
                        rows.familyLength(row))
                ^ of(hash, HELP, bytes, rows.helpOffset(row), rows.helpLength(row))
                ^ of(hash, UNIT, bytes, rows.unitOffset(row), rows.unitLength(row));
    }

    /// The same of what is kept. Another one, where what was sent was no UTF-8.
    static long of(Hash128 hash, FamilyMetadata metadata) {
        return of(hash, family(metadata.type()), metadata.family())
                ^ of(hash, HELP, metadata.help())
                ^ of(hash, UNIT, metadata.unit());
    }

    private static long of(Hash128 hash, int text, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return of(hash, text, bytes, 0, bytes.length);
    }

    private static long of(Hash128 hash, int text, byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        hash.hashWide(text, bytes, offset, length);
        return hash.high();
    }

    private static int family(MetricType type) {
        return FAMILY + type.number();
    }
}
