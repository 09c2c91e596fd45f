package io.tributary.tsdb.series;

import io.tributary.model.Tenant;
import io.tributary.tsdb.record.RecordType;
import io.tributary.tsdb.wal.CorruptRecordException;
import io.tributary.tsdb.wal.RecordReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Reads what {@link DefinitionWriter} wrote into a directory; what the directory knows already is
/// passed over, so that the same records may come from the wal and from `series/`.
///
/// Where definitions were lost with damaged frames their numbers stay taken, so that later ones
/// keep theirs. A series that refers to one of them is passed over, and its samples count as lost.
public final class DefinitionReader {
    private final SeriesDirectory directory;

    /// Tenants, and sets of stamps, that a gap in the numbers may stand for.
    private static final int NUMBERS_MAX = 100_000;

    /// Pairs that a gap in the numbers may stand for: more than a frame can define.
    private static final int PAIRS_LOST_MAX = 16 << 20;

    private final int[] key = new int[SeriesDirectory.LABELS_MAX];
    private long seriesLost;

    public DefinitionReader(SeriesDirectory directory) {
        this.directory = directory;
    }

    /// Series passed over because what they refer to was lost.
    public long seriesLost() {
        return seriesLost;
    }

    /// Tenants, pairs, sets of stamps and series defined so far: grows with each that is new.
    public long defined() {
        return directory.stamps().tenantCount()
                + directory.pairs().count()
                + directory.stamps().setCount()
                + directory.nextRef();
    }

    /// Applies one record; answers false if its type is not a definition.
    ///
    /// @param created told of each series made
    public boolean read(int type, RecordReader body, SeriesCreated created)
            throws CorruptRecordException {
        switch (type) {
            case RecordType.TENANT -> readTenant(body);
            case RecordType.PAIRS -> readPairs(body);
            case RecordType.STAMPS -> readSet(body);
            case RecordType.SERIES -> readSeries(body, created);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void readTenant(RecordReader body) throws CorruptRecordException {
        int number = body.count(NUMBERS_MAX, "tenant number");
        directory.stamps().loseTenantsBelow(number);
        UUID id = new UUID(Long.reverseBytes(body.fixed64()), Long.reverseBytes(body.fixed64()));
        String name = text(body, body.remaining());
        if (!directory.stamps().restoreTenant(number, new Tenant(id, name))) {
            throw body.corrupt("tenant " + number + " is another one already, not " + name);
        }
    }

    private void readPairs(RecordReader body) throws CorruptRecordException {
        int first = body.count(Integer.MAX_VALUE, "first pair");
        int missing = first - directory.pairs().count();
        if (missing > PAIRS_LOST_MAX) {
            throw body.corrupt(
                    "first pair is " + first + ", " + missing + " before it are not known");
        }
        directory.pairs().loseBelow(first);
        int count = body.count(body.remaining(), "pair count");
        for (int i = 0; i < count; i++) {
            int nameLength = body.count(body.remaining(), "name length");
            int valueLength = body.count(body.remaining(), "value length");
            int at = body.take(nameLength + valueLength);
            if (first + i < directory.pairs().count() && directory.pairs().isLost(first + i)) {
                directory.pairs().restoreLost(first + i, body.array(), at, nameLength, valueLength);
                continue;
            }
            int number = directory.pairs().intern(body.array(), at, nameLength, valueLength);
            if (number != first + i) {
                throw body.corrupt("pair " + (first + i) + " is known as " + number);
            }
        }
    }

    private void readSet(RecordReader body) throws CorruptRecordException {
        int number = body.count(NUMBERS_MAX, "stamps number");
        directory.loseSetsBelow(number);
        int tenant = body.count(directory.stamps().tenantCount() - 1, "tenant number");
        int count = body.count(SeriesDirectory.LABELS_MAX, "stamp count");
        List<Integer> pairs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pairs.add(body.count(directory.pairs().count() - 1, "pair number"));
        }
        if (!directory.restoreSet(number, new StampSets.StampSet(tenant, pairs))) {
            throw body.corrupt("stamps " + number + " are others already");
        }
    }

    private void readSeries(RecordReader body, SeriesCreated created)
            throws CorruptRecordException {
        long firstRef = body.varint();
        int count = body.count(body.remaining(), "series count");
        if (count == 0) {
            directory.reserveRefs(firstRef);
        }
        int beforeCount = 0;
        for (int i = 0; i < count; i++) {
            long packed = body.varint();
            int pairCount = body.count(SeriesDirectory.LABELS_MAX, "pair count");
            readKey(body, pairCount, beforeCount);
            beforeCount = pairCount;
            long ref = firstRef + i;
            if (ref < directory.nextRef()) {
                continue;
            }
            if (packed >>> 1 >= directory.stamps().setCount()) {
                throw body.corrupt("stamps " + (packed >>> 1) + " are not known");
            }
            int set = (int) (packed >>> 1);
            if (!directory.isWhole(set, key, pairCount)) {
                seriesLost++;
                continue;
            }
            int slot = directory.restore(ref, set, (byte) (packed & 1), key, pairCount);
            created.created(slot, ref);
        }
    }

    private void readKey(RecordReader body, int pairCount, int beforeCount)
            throws CorruptRecordException {
        int bitsAt = body.take((pairCount + 7) / 8);
        byte[] bytes = body.array();
        for (int i = 0; i < pairCount; i++) {
            boolean asBefore = (bytes[bitsAt + i / 8] >>> (i % 8) & 1) != 0;
            if (asBefore) {
                if (i >= beforeCount) {
                    throw body.corrupt("pair " + i + " as before, but there is none");
                }
                continue;
            }
            long number = (i < beforeCount ? key[i] : 0) + body.zigzag();
            if (number < 0 || number >= directory.pairs().count()) {
                throw body.corrupt("pair " + number + " is not known");
            }
            key[i] = (int) number;
        }
    }

    private static String text(RecordReader body, int length) throws CorruptRecordException {
        int at = body.take(length);
        return new String(body.array(), at, length, StandardCharsets.UTF_8);
    }

    /// Told of each series that a record made.
    @FunctionalInterface
    public interface SeriesCreated {
        void created(int slot, long ref);
    }
}
