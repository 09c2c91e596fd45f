package io.tributary.tsdb.series;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.model.flow.Verdict;
import io.tributary.tsdb.memory.ByteArena;
import io.tributary.tsdb.memory.LongSlabs;
import io.tributary.tsdb.memory.SlotTable;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/// All series of a head: from labels to slot and back, and from label pairs to slots.
///
/// ```
/// slot : dense, in memory only          ref : 64 bits from 1, never reused, what files know
/// key  : stamps (varint) | kind | pair count (varint) | pair numbers (varints), sorted by label name
/// ```
///
/// Threads: one writer, under the head's append lock. Any thread may read what belongs to slots
/// below a {@link #slotCount} it has read.
public final class SeriesDirectory {
    /// Not known.
    public static final int ABSENT = -1;

    /// A series that writers sent.
    public static final byte KIND_INPUT = 0;

    /// The most labels of one series, stamped ones included; above any limit that admission may
    /// set.
    public static final int LABELS_MAX = 1_200;

    private static final int KEY = 0;
    private static final int REF = 1;

    private final PairDictionary pairs;
    private final StampSets stamps = new StampSets();
    private final LongSlabs slots = new LongSlabs(2);
    private final LongSlabs stampPostings = new LongSlabs(4);
    private final ByteArena keys = new ByteArena();
    private final SlotTable identities = new SlotTable();
    private final Postings postings = new Postings();

    private final byte[] keyScratch = new byte[16 + 5 * LABELS_MAX];
    private final int[] stampIds = new int[LABELS_MAX];
    private int[] keyIds = new int[LABELS_MAX];
    private int[] previousKeyIds = new int[LABELS_MAX];
    private int previousKeyCount;
    private long identityHigh;
    private long identityLow;
    private long nextRef = 1;
    private volatile int slotCount;

    /// @param hashKey secret words of this data directory
    public SeriesDirectory(long[] hashKey) {
        pairs = new PairDictionary(new Hash128(hashKey));
    }

    PairDictionary pairs() {
        return pairs;
    }

    StampSets stamps() {
        return stamps;
    }

    /// The tenants that may write or have written.
    public TenantDirectory tenants() {
        return stamps;
    }

    /// How many slots are published.
    public int slotCount() {
        return slotCount;
    }

    public long ref(int slot) {
        return slots.word(slot, REF);
    }

    /// The ref that the next series will get.
    public long nextRef() {
        return nextRef;
    }

    /// The slot of an accepted series, or `ABSENT`; nothing is made. Writer only.
    public int find(Verdict verdict) {
        if (verdict.key().count() + verdict.stamps().count() > LABELS_MAX) {
            throw new IllegalArgumentException(
                    "BUG: admission let through " + verdict.key().count() + " labels");
        }
        if (!findPairs(verdict.key(), true, keyIds)
                || !findPairs(verdict.stamps(), false, stampIds)) {
            return ABSENT;
        }
        int set = stamps.find(tenantNumber(verdict), stampIds, verdict.stamps().count());
        if (set == ABSENT) {
            return ABSENT;
        }
        int count = verdict.key().count();
        identityOf(stamps.set(set), keyIds, count);
        int slot = lookUp(stamps.set(set), keyIds, count);
        if (slot != ABSENT) {
            remember(count);
        }
        return slot;
    }

    /// Makes the series of the last {@link #find}, which answered `ABSENT`. Writer only.
    public int create(Verdict verdict) {
        LabelPairs key = verdict.key();
        LabelPairs stamped = verdict.stamps();
        for (int i = 0; i < key.count(); i++) {
            keyIds[i] = asBefore(key, i) ? previousKeyIds[i] : intern(key, i);
        }
        for (int i = 0; i < stamped.count(); i++) {
            stampIds[i] = intern(stamped, i);
        }
        int tenant = tenantNumber(verdict);
        int set = stamps.find(tenant, stampIds, stamped.count());
        if (set == ABSENT) {
            stampPostings.ensure(stamps.setCount() + 1);
            set = stamps.intern(tenant, stampIds, stamped.count());
        }
        identityOf(stamps.set(set), keyIds, key.count());
        int slot = add(nextRef, set, KIND_INPUT, keyIds, key.count());
        remember(key.count());
        return slot;
    }

    /// Makes a series as a record on disk says. Writer only.
    ///
    /// @param key pair numbers, sorted by label name
    int restore(long ref, int set, byte kind, int[] key, int count) {
        if (ref < nextRef) {
            throw new IllegalArgumentException("series ref " + ref + " stands twice");
        }
        identityOf(stamps.set(set), key, count);
        return add(ref, set, kind, key, count);
    }

    /// Whether everything a key refers to is known.
    boolean isWhole(int set, int[] key, int count) {
        if (!stamps.isWhole(set)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (pairs.isLost(key[i])) {
                return false;
            }
        }
        return true;
    }

    /// Takes the numbers below `first` for sets of stamps that were lost. Writer only.
    void loseSetsBelow(int first) {
        stampPostings.ensure(first);
        stamps.loseSetsBelow(first);
    }

    /// The labels of a series as users see them: key and stamps together.
    public Labels labels(int slot) {
        KeyReader key = new KeyReader(keys, slots.word(slot, KEY));
        List<Integer> stamped = stamps.set(key.stamps()).pairs();
        Label[] all = new Label[key.count() + stamped.size()];
        for (int i = 0; i < key.count(); i++) {
            all[i] = pairs.label(key.next());
        }
        for (int i = 0; i < stamped.size(); i++) {
            all[key.count() + i] = pairs.label(stamped.get(i));
        }
        if (stamped.isEmpty()) {
            return sortedLabels(all);
        }
        Labels.Builder merged = new Labels.Builder();
        for (Label label : all) {
            merged.set(label.name(), label.value());
        }
        return merged.build();
    }

    /// The tenant's number.
    public int tenant(int slot) {
        return stamps.set(key(slot).stamps()).tenant();
    }

    KeyReader key(int slot) {
        return new KeyReader(keys, slots.word(slot, KEY));
    }

    /// Adds the slots below `count` that carry the pair, in their key or stamped.
    void collectPair(int pair, int count, RoaringBitmap into) {
        postings.collect(pairs.records(), pair, PairDictionary.POSTINGS, count, into);
        for (int set = 0; set < stamps.setCount(); set++) {
            if (stamps.set(set).pairs().contains(pair)) {
                postings.collect(stampPostings, set, 0, count, into);
            }
        }
    }

    /// Adds the slots below `count` of one tenant.
    void collectTenant(int tenant, int count, RoaringBitmap into) {
        for (int set : stamps.setsOf(tenant)) {
            postings.collect(stampPostings, set, 0, count, into);
        }
    }

    /// Adds a set of stamps read from disk; false where the number is another set's. Writer only.
    boolean restoreSet(int number, StampSets.StampSet set) {
        stampPostings.ensure(number + 1);
        return stamps.restoreSet(number, set);
    }

    public long sizeBytes() {
        return pairs.sizeBytes()
                + slots.sizeBytes()
                + stampPostings.sizeBytes()
                + keys.sizeBytes()
                + identities.sizeBytes()
                + postings.sizeBytes();
    }

    /// The key at hand becomes the one to compare the next with.
    private void remember(int count) {
        int[] turned = previousKeyIds;
        previousKeyIds = keyIds;
        previousKeyCount = count;
        keyIds = turned;
    }

    private int tenantNumber(Verdict verdict) {
        return stamps.number(verdict.tenant()).orElseThrow();
    }

    /// Finds the numbers of all pairs; false if one is not known, and so no series that has it.
    private boolean findPairs(LabelPairs labels, boolean key, int[] into) {
        for (int i = 0; i < labels.count(); i++) {
            into[i] =
                    key && asBefore(labels, i)
                            ? previousKeyIds[i]
                            : pairs.find(
                                    labels.bytes(),
                                    labels.nameOffset(i),
                                    labels.nameLength(i),
                                    labels.valueLength(i));
            if (into[i] == PairDictionary.ABSENT) {
                return false;
            }
        }
        return true;
    }

    /// Whether the series before has the same pair at this place: most do, and nothing is hashed
    /// then.
    private boolean asBefore(LabelPairs labels, int index) {
        return index < previousKeyCount && isPair(previousKeyIds[index], labels, index);
    }

    private int intern(LabelPairs labels, int index) {
        return pairs.intern(
                labels.bytes(),
                labels.nameOffset(index),
                labels.nameLength(index),
                labels.valueLength(index));
    }

    private boolean isPair(int pair, LabelPairs labels, int index) {
        int length = labels.nameLength(index) + labels.valueLength(index);
        int from = labels.nameOffset(index);
        int at = pairs.offsetOf(pair);
        return pairs.nameLength(pair) == labels.nameLength(index)
                && pairs.totalLength(pair) == length
                && Arrays.equals(
                        pairs.bytesOf(pair), at, at + length, labels.bytes(), from, from + length);
    }

    /// A sum, so that it does not matter which labels were stamped and which were sent.
    private void identityOf(StampSets.StampSet set, int[] key, int count) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < count; i++) {
            high += pairs.hashHigh(key[i]);
            low += pairs.hashLow(key[i]);
        }
        for (int pair : set.pairs()) {
            high += pairs.hashHigh(pair);
            low += pairs.hashLow(pair);
        }
        long tenant = (set.tenant() + 1L) * 0x9E3779B97F4A7C15L;
        identityHigh = (high ^ tenant) * 0xD6E8FEB86659FD93L;
        identityHigh ^= identityHigh >>> 32;
        identityLow = (low + tenant) * 0xA0761D6478BD642FL;
    }

    private int lookUp(StampSets.StampSet set, int[] key, int count) {
        long hash = identityHigh ^ identityLow;
        long[] table = identities.snapshot();
        for (int place = SlotTable.first(table, hash);
                place != SlotTable.ABSENT;
                place = SlotTable.next(table, hash, place)) {
            int slot = SlotTable.slot(table, place);
            if (isSame(slot, set, key, count)) {
                return slot;
            }
        }
        return ABSENT;
    }

    private boolean isSame(int slot, StampSets.StampSet set, int[] key, int count) {
        KeyReader known = key(slot);
        StampSets.StampSet knownSet = stamps.set(known.stamps());
        if (knownSet.tenant() != set.tenant()
                || known.count() + knownSet.pairs().size() != count + set.pairs().size()) {
            return false;
        }
        return Arrays.equals(sortedIds(known, knownSet), sortedIds(key, count, set));
    }

    private static int[] sortedIds(KeyReader key, StampSets.StampSet set) {
        int[] ids = new int[key.count()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = key.next();
        }
        return sortedIds(ids, ids.length, set);
    }

    private static int[] sortedIds(int[] key, int count, StampSets.StampSet set) {
        int[] all = Arrays.copyOf(key, count + set.pairs().size());
        for (int i = 0; i < set.pairs().size(); i++) {
            all[count + i] = set.pairs().get(i);
        }
        Arrays.sort(all);
        return all;
    }

    private int add(long ref, int set, byte kind, int[] key, int count) {
        int slot = slotCount;
        slots.ensure(slot + 1);
        int length = KeyReader.write(keyScratch, set, kind, key, count);
        slots.setWord(slot, KEY, keys.add(keyScratch, 0, length));
        slots.setWord(slot, REF, ref);
        for (int i = 0; i < count; i++) {
            postings.add(pairs.records(), key[i], PairDictionary.POSTINGS, slot);
        }
        postings.add(stampPostings, set, 0, slot);
        identities.add(identityHigh ^ identityLow, slot);
        nextRef = ref + 1;
        slotCount = slot + 1;
        return slot;
    }

    private static Labels sortedLabels(Label[] labels) {
        String[] flat = new String[2 * labels.length];
        for (int i = 0; i < labels.length; i++) {
            flat[2 * i] = labels[i].name();
            flat[2 * i + 1] = labels[i].value();
        }
        return Labels.ofSorted(flat);
    }
}
