package io.tributary.tsdb.series;

import io.tributary.model.Label;
import io.tributary.tsdb.memory.ByteArena;
import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.memory.LongSlabs;
import io.tributary.tsdb.memory.SlotTable;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Every label pair ever met, once, numbered from 0 in the order of arrival.
///
/// ```
/// record (8 longs): hash high | hash low | address of name+value | total length, name length
///                   | previous pair of the same name + 1 | 3 spare
/// ```
///
/// One dictionary for all tenants: a pair says nothing about who uses it; postings are cut by
/// tenant at selection.
///
/// Threads: one writer. Readers without a lock may look pairs up and follow a name's chain; they
/// see at least the pairs of all slots published to them.
final class PairDictionary {
    /// No such pair.
    public static final int ABSENT = -1;

    private static final int WORDS = 8;

    private static final int HASH_HIGH = 0;
    private static final int HASH_LOW = 1;
    private static final int ADDRESS = 2;
    private static final int LENGTHS = 3;
    private static final int PREVIOUS_OF_NAME = 4;
    private static final long LOST = -1;
    private static final long SALT = 0x7061697273L;

    private final LongSlabs records = new LongSlabs(WORDS);
    private final ByteArena bytes = new ByteArena();
    private final SlotTable table = new SlotTable();
    private final Map<String, NameChain> names = new ConcurrentHashMap<>();
    private final Hash128 writerHash;
    private volatile Label[][] labels = new Label[0][];
    private volatile int count;

    /// All pairs of one name, newest first.
    private static final class NameChain {
        final String name;
        volatile int newest = ABSENT;

        NameChain(String name) {
            this.name = name;
        }
    }

    public PairDictionary(Hash128 writerHash) {
        this.writerHash = writerHash;
    }

    /// The pair's number, made if it is new. Writer only.
    public int intern(byte[] source, int nameOffset, int nameLength, int valueLength) {
        writerHash.hash(SALT ^ nameLength, source, nameOffset, nameLength + valueLength);
        long high = writerHash.high();
        long low = writerHash.low();
        int known = find(high, low, source, nameOffset, nameLength, nameLength + valueLength);
        return known != ABSENT
                ? known
                : create(count, high, low, source, nameOffset, nameLength, valueLength);
    }

    /// Gives a number that was taken for a lost pair back to it, unless the pair is known by
    /// another. Writer only.
    void restoreLost(int pair, byte[] source, int nameOffset, int nameLength, int valueLength) {
        if (find(source, nameOffset, nameLength, valueLength) == ABSENT) {
            create(
                    pair,
                    writerHash.high(),
                    writerHash.low(),
                    source,
                    nameOffset,
                    nameLength,
                    valueLength);
        }
    }

    /// The pair's number, or `ABSENT`. Writer only.
    int find(byte[] source, int nameOffset, int nameLength, int valueLength) {
        writerHash.hash(SALT ^ nameLength, source, nameOffset, nameLength + valueLength);
        return find(
                writerHash.high(),
                writerHash.low(),
                source,
                nameOffset,
                nameLength,
                nameLength + valueLength);
    }

    /// The number of the pair, or `ABSENT`. Any thread, with a hash of its own.
    public int find(Hash128 hash, String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(nameBytes, nameBytes.length + valueBytes.length);
        System.arraycopy(valueBytes, 0, both, nameBytes.length, valueBytes.length);
        hash.hash(SALT ^ nameBytes.length, both, 0, both.length);
        return find(hash.high(), hash.low(), both, 0, nameBytes.length, both.length);
    }

    /// Takes the numbers below `first` for pairs that were lost: nothing finds them. Writer only.
    void loseBelow(int first) {
        while (count < first) {
            int pair = count;
            makeRoom(pair);
            records.setWord(pair, LENGTHS, LOST);
            count = pair + 1;
        }
    }

    /// Whether the pair was lost.
    boolean isLost(int pair) {
        return records.word(pair, LENGTHS) == LOST;
    }

    /// How many pairs there are; all below are readable.
    public int count() {
        return count;
    }

    /// The names there are, in no order.
    public List<String> names() {
        return List.copyOf(names.keySet());
    }

    /// The numbers of all pairs of this name, newest first.
    public IntList pairsOf(String name) {
        IntList pairs = new IntList();
        Optional.ofNullable(names.get(name))
                .ifPresent(chain -> {
                    for (int pair = chain.newest; pair != ABSENT; pair = previous(pair)) {
                        pairs.add(pair);
                    }
                });
        return pairs;
    }

    /// The pair as strings; made once and kept.
    public Label label(int pair) {
        Label[] slab = labels[pair >>> 10];
        Label known = slab[pair & 1023];
        if (known != null) {
            return known;
        }
        Label made = makeLabel(pair);
        slab[pair & 1023] = made;
        return made;
    }

    /// Where the pair's bytes lie, name then value.
    public byte[] bytesOf(int pair) {
        return bytes.slab(address(pair));
    }

    public int offsetOf(int pair) {
        return ByteArena.offset(address(pair));
    }

    public int nameLength(int pair) {
        return (int) records.word(pair, LENGTHS);
    }

    /// Of name and value together.
    public int totalLength(int pair) {
        return (int) (records.word(pair, LENGTHS) >>> 32);
    }

    long hashHigh(int pair) {
        return records.word(pair, HASH_HIGH);
    }

    long hashLow(int pair) {
        return records.word(pair, HASH_LOW);
    }

    public long sizeBytes() {
        return records.sizeBytes() + bytes.sizeBytes() + table.sizeBytes();
    }

    private int find(
            long high, long low, byte[] source, int offset, int nameLength, int totalLength) {
        long[] entries = table.snapshot();
        for (int place = SlotTable.first(entries, high);
                place != SlotTable.ABSENT;
                place = SlotTable.next(entries, high, place)) {
            int pair = SlotTable.slot(entries, place);
            if (pair < count
                    && hashHigh(pair) == high
                    && hashLow(pair) == low
                    && nameLength(pair) == nameLength
                    && sameBytes(pair, source, offset, totalLength)) {
                return pair;
            }
        }
        return ABSENT;
    }

    private boolean sameBytes(int pair, byte[] source, int offset, int length) {
        int from = offsetOf(pair);
        return totalLength(pair) == length
                && Arrays.equals(
                        bytesOf(pair), from, from + length, source, offset, offset + length);
    }

    private int create(
            int pair,
            long high,
            long low,
            byte[] source,
            int nameOffset,
            int nameLength,
            int valueLength) {
        int length = nameLength + valueLength;
        makeRoom(pair);
        records.setWord(pair, HASH_HIGH, high);
        records.setWord(pair, HASH_LOW, low);
        records.setWord(pair, ADDRESS, bytes.add(source, nameOffset, length));
        records.setWord(pair, LENGTHS, ((long) length << 32) | nameLength);
        String name = new String(source, nameOffset, nameLength, StandardCharsets.UTF_8);
        NameChain chain = names.computeIfAbsent(name, NameChain::new);
        records.setWord(pair, PREVIOUS_OF_NAME, chain.newest + 1L);
        count = Math.max(count, pair + 1);
        chain.newest = pair;
        VarHandle.releaseFence();
        table.add(high, pair);
        return pair;
    }

    private void makeRoom(int pair) {
        records.ensure(pair + 1);
        if (pair >>> 10 >= labels.length) {
            Label[][] grown = Arrays.copyOf(labels, labels.length + 1);
            grown[labels.length] = new Label[1024];
            labels = grown;
        }
    }

    private int previous(int pair) {
        return (int) records.word(pair, PREVIOUS_OF_NAME) - 1;
    }

    private long address(int pair) {
        return records.word(pair, ADDRESS);
    }

    private Label makeLabel(int pair) {
        byte[] slab = bytesOf(pair);
        int offset = offsetOf(pair);
        int nameLength = nameLength(pair);
        String name = new String(slab, offset, nameLength, StandardCharsets.UTF_8);
        NameChain chain = names.get(name);
        return new Label(
                chain == null ? name : chain.name, // one string for all pairs of a name
                new String(
                        slab,
                        offset + nameLength,
                        totalLength(pair) - nameLength,
                        StandardCharsets.UTF_8));
    }
}
