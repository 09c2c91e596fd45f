package io.tributary.tsdb.series;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.model.flow.Verdict;
import io.tributary.model.usage.SeriesUsage;
import io.tributary.tsdb.memory.ByteArena;
import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.memory.LongSlabs;
import io.tributary.tsdb.memory.SlotTable;
import io.tributary.tsdb.serieslog.LiveRecords;
import io.tributary.tsdb.wal.RecordWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

    /// So many departed slots, and such a share of the live ones, make a rebuild worth it.
    private static final int REBUILD_MIN = 4_096;

    private static final int REBUILD_SHARE = 8;

    private static final int KEY = 0;
    private static final int REF = 1;

    private final PairDictionary pairs;
    private final KeyPairs keyPairs;
    private final StampSets stamps = new StampSets();
    private final SeriesCounts counts = new SeriesCounts();
    private final LongSlabs slots = new LongSlabs(2);
    private final ByteArena keys = new ByteArena();
    private final SlotTable identities = new SlotTable();
    private final IntList made = new IntList();
    private final IntList free = new IntList();
    private volatile Generation generation = new Generation(new SeriesIndex(), new RoaringBitmap());
    private Optional<IndexRebuild> rebuild = Optional.empty();

    private final byte[] keyScratch = new byte[16 + 5 * LABELS_MAX];
    private final int[] stampIds = new int[LABELS_MAX];
    private final int[] idScratch = new int[LABELS_MAX];
    private long identityHigh;
    private long identityLow;
    private long nextRef = 1;
    private volatile int slotCount;

    /// An index, and the slots in it that have departed.
    private record Generation(SeriesIndex index, RoaringBitmap departed) {}

    /// @param hash with the data directory's key, owned by this
    public SeriesDirectory(Hash128 hash) {
        pairs = new PairDictionary(hash);
        keyPairs = new KeyPairs(pairs);
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

    /// The number of a tenant that is known.
    public int tenantNumber(Tenant tenant) {
        return stamps.number(tenant).orElseThrow();
    }

    /// The number of a tenant, or empty where it has never written here.
    public Optional<Integer> findTenant(Tenant tenant) {
        return stamps.number(tenant);
    }

    /// How many slots are published.
    public int slotCount() {
        return slotCount;
    }

    public long ref(int slot) {
        return slots.word(slot, REF);
    }

    /// The slot that the next series will get. Writer only.
    public int nextSlot() {
        return free.size() > 0 ? free.at(free.size() - 1) : slotCount;
    }

    /// Takes the refs below `ref` for series that are no longer known. Writer only.
    void reserveRefs(long ref) {
        nextRef = Math.max(nextRef, ref);
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
        if (!keyPairs.find(verdict.key()) || !findStamps(verdict.stamps())) {
            return ABSENT;
        }
        int set = stamps.find(tenantNumber(verdict), stampIds, verdict.stamps().count());
        if (set == ABSENT) {
            return ABSENT;
        }
        int count = verdict.key().count();
        identityOf(stamps.set(set), keyPairs.ids(), count);
        return lookUp(stamps.set(set), keyPairs.ids(), count, ABSENT);
    }

    /// Makes the series of the last {@link #find}, which answered `ABSENT`. Writer only.
    public int create(Verdict verdict) {
        LabelPairs key = verdict.key();
        LabelPairs stamped = verdict.stamps();
        keyPairs.makeMissing(key);
        for (int i = 0; i < stamped.count(); i++) {
            stampIds[i] = intern(stamped, i);
        }
        int tenant = tenantNumber(verdict);
        int set = stamps.find(tenant, stampIds, stamped.count());
        if (set == ABSENT) {
            set = stamps.intern(tenant, stampIds, stamped.count());
        }
        identityOf(stamps.set(set), keyPairs.ids(), key.count());
        return add(nextRef, set, KIND_INPUT, keyPairs.ids(), key.count());
    }

    /// How many series the tenant of a verdict has. Writer only, as the next two.
    public int tenantCount(Verdict verdict) {
        return counts.ofTenant(tenantNumber(verdict));
    }

    /// How many of these have the same stamps.
    public int stampedCount(Verdict verdict) {
        if (!findStamps(verdict.stamps())) {
            return 0;
        }
        int set = stamps.find(tenantNumber(verdict), stampIds, verdict.stamps().count());
        return set == ABSENT ? 0 : counts.ofSet(set);
    }

    /// How many series of the tenant of a verdict have a label of its key. The first time it goes
    /// through all series that have the label.
    ///
    /// @param index of the label in the key
    public int labelCount(Verdict verdict, int index) {
        LabelPairs key = verdict.key();
        int pair =
                pairs.find(
                        key.bytes(),
                        key.nameOffset(index),
                        key.nameLength(index),
                        key.valueLength(index));
        if (pair == PairDictionary.ABSENT) {
            return 0;
        }
        int tenant = tenantNumber(verdict);
        return counts.ofMetric(tenant, pair, () -> countPair(tenant, pair));
    }

    /// How many series a tenant has, by what is stamped on them. Under the lock.
    public List<SeriesUsage.Stamped> stampedCounts(int tenant) {
        return counts.stamped(tenant, stamps, pairs);
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
        SeriesIndex index = generation.index();
        index.collectPair(pair, count, into);
        for (int set = 0; set < stamps.setCount(); set++) {
            if (stamps.set(set).pairs().contains(pair)) {
                index.collectStamps(set, count, into);
            }
        }
    }

    /// Adds the slots below `count` of one tenant, but for those that have departed.
    void collectTenant(int tenant, int count, RoaringBitmap into) {
        Generation now = generation;
        for (int set : stamps.setsOf(tenant)) {
            now.index().collectStamps(set, count, into);
        }
        into.andNot(now.departed());
    }

    /// Adds a set of stamps read from disk; false where the number is another set's. Writer only.
    boolean restoreSet(int number, StampSets.StampSet set) {
        return stamps.restoreSet(number, set);
    }

    /// Series that have not departed.
    public int liveCount() {
        return slotCount - free.size() - generation.departed().getCardinality();
    }

    /// The slots of all series that have not departed, ascending.
    public int[] liveSlots() {
        return live().slots();
    }

    /// The same, to be asked for later. Writer only.
    LiveSlots live() {
        return new LiveSlots(slotCount, generation.departed(), free.toArray());
    }

    /// All that is defined and used now, for a log to begin with. To be called under the lock,
    /// which is not needed any more while it is written; no series may depart until then.
    ///
    /// @param departures writes further records that follow
    public LiveRecords liveDefinitions(Consumer<RecordWriter> departures) {
        return new LiveDefinitions(this, departures);
    }

    /// Finds out who the series of a slot is, for {@link #identityHigh} and {@link #identityLow};
    /// {@link #find} and {@link #create} do so for theirs. Writer only, as all from here on.
    public void identify(int slot) {
        KeyReader key = key(slot);
        int count = key.count();
        for (int i = 0; i < count; i++) {
            idScratch[i] = key.next();
        }
        identityOf(stamps.set(key.stamps()), idScratch, count);
    }

    /// Another slot that the series just identified has, or `ABSENT`: it came back, and the record
    /// of its departure is lost.
    public int twin(int slot) {
        KeyReader key = key(slot);
        return lookUp(stamps.set(key.stamps()), idScratch, key.count(), slot);
    }

    /// Half of the 128 bits that stand for tenant and labels, however they were split or spelt.
    public long identityHigh() {
        return identityHigh;
    }

    public long identityLow() {
        return identityLow;
    }

    /// Takes series out: nothing finds them any more. Their slots are used again after a rebuild.
    public void depart(int[] departing, int count) {
        RoaringBitmap departed = generation.departed().clone();
        for (int i = 0; i < count; i++) {
            identify(departing[i]);
            identities.remove(identityHigh ^ identityLow, departing[i]);
            KeyReader key = key(departing[i]);
            int set = key.stamps();
            counts.change(stamps.set(set).tenant(), set, idScratch, key.count(), -1);
            departed.add(departing[i]);
        }
        generation = new Generation(generation.index(), departed);
    }

    /// Whether so many have departed that the index is to be built anew.
    public boolean isRebuildDue() {
        int gone = generation.departed().getCardinality();
        return gone > REBUILD_MIN && gone > liveCount() / REBUILD_SHARE;
    }

    /// Begins a new generation of the index, which is built by running it, without the lock.
    public Runnable beginRebuild() {
        IndexRebuild begun = new IndexRebuild(this, generation.departed());
        rebuild = Optional.of(begun);
        return begun;
    }

    /// Puts the new generation in place. Answers the slots that it left out: to be given to {@link
    /// #reuse} when no reader is left that began before.
    public int[] finishRebuild() {
        int[] gone = generation.departed().toArray();
        generation = new Generation(rebuild.orElseThrow().finish(), new RoaringBitmap());
        rebuild = Optional.empty();
        return gone;
    }

    /// Lets slots be used again.
    public void reuse(int[] gone) {
        for (int slot : gone) {
            free.add(slot);
        }
    }

    /// The slots made since {@link DefinitionWriter} wrote last, in the order of their refs.
    IntList made() {
        return made;
    }

    public long sizeBytes() {
        return pairs.sizeBytes()
                + slots.sizeBytes()
                + keys.sizeBytes()
                + identities.sizeBytes()
                + generation.index().sizeBytes();
    }

    private int tenantNumber(Verdict verdict) {
        return stamps.number(verdict.tenant()).orElseThrow();
    }

    /// Finds the numbers of all stamped pairs; false if one is not known.
    private boolean findStamps(LabelPairs stamped) {
        for (int i = 0; i < stamped.count(); i++) {
            stampIds[i] =
                    pairs.find(
                            stamped.bytes(),
                            stamped.nameOffset(i),
                            stamped.nameLength(i),
                            stamped.valueLength(i));
            if (stampIds[i] == PairDictionary.ABSENT) {
                return false;
            }
        }
        return true;
    }

    private int intern(LabelPairs labels, int index) {
        return pairs.intern(
                labels.bytes(),
                labels.nameOffset(index),
                labels.nameLength(index),
                labels.valueLength(index));
    }

    private int countPair(int tenant, int pair) {
        RoaringBitmap slotsOfPair = new RoaringBitmap();
        collectPair(pair, slotCount, slotsOfPair);
        slotsOfPair.andNot(generation.departed());
        return (int) slotsOfPair.stream().filter(slot -> tenant(slot) == tenant).count();
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

    /// A slot of the series that was identified, other than `except`.
    private int lookUp(StampSets.StampSet set, int[] key, int count, int except) {
        long hash = identityHigh ^ identityLow;
        long[] table = identities.snapshot();
        for (int place = SlotTable.first(table, hash);
                place != SlotTable.ABSENT;
                place = SlotTable.next(table, hash, place)) {
            int slot = SlotTable.slot(table, place);
            if (slot != except && isSame(slot, set, key, count)) {
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
        boolean isUsedAgain = free.size() > 0;
        int slot = isUsedAgain ? free.removeLast() : slotCount;
        slots.ensure(slot + 1);
        int length = KeyReader.write(keyScratch, set, kind, key, count);
        slots.setWord(
                slot, KEY, isUsedAgain ? overwrite(slot, length) : keys.add(keyScratch, 0, length));
        slots.setWord(slot, REF, ref);
        generation.index().add(slot, key(slot));
        rebuild.ifPresent(running -> running.added(slot));
        made.add(slot);
        counts.change(stamps.set(set).tenant(), set, key, count, 1);
        identities.add(identityHigh ^ identityLow, slot);
        nextRef = ref + 1;
        if (!isUsedAgain) {
            slotCount = slot + 1;
        }
        return slot;
    }

    /// Writes a key in the place of one that nobody reads any more, where it fits.
    private long overwrite(int slot, int length) {
        long address = slots.word(slot, KEY);
        if (KeyReader.length(keys, address) < length) {
            return keys.add(keyScratch, 0, length);
        }
        System.arraycopy(keyScratch, 0, keys.slab(address), ByteArena.offset(address), length);
        return address;
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
