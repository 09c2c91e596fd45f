package io.tributary.tsdb.memory;

/// A hash table whose entries are only (32 bits of hash, slot): the key itself lies with the slot,
/// and the caller compares.
///
/// ```
/// entry = hash bits 63..32 | slot + 1      0 = empty
/// ```
///
/// Those 32 bits choose the place too, so growth reads nothing but the table; of a million entries
/// one probe in 4,096 meets a foreign entry with equal bits, and the caller's comparison sorts it
/// out.
///
/// Linear probing, load 1/3 to 2/3, removal by shifting back (no tombstones). One writer; readers
/// without a lock may miss an entry that is being moved or was just added, never see a wrong one as
/// long as they compare the key: so a miss is to be looked up again by the writer.
public final class SlotTable {
    /// No (further) candidate.
    public static final int ABSENT = -1;

    private static final long UPPER_HALF = 0xFFFF_FFFF_0000_0000L;

    private volatile long[] entries = new long[256];
    private int size;

    /// A step of a look-up: `start` first, then `next` until it is `ABSENT`, comparing the key at
    /// each slot.
    ///
    /// ```
    /// long[] table = t.snapshot();
    /// for (int place = t.first(table, hash); place >= 0; place = t.next(table, hash, place)) { slot(table, place) … }
    /// ```
    public long[] snapshot() {
        return entries;
    }

    /// The first place whose entry carries the hash's upper bits, or `ABSENT`.
    public static int first(long[] table, long hash) {
        return scan(table, hash, home(table, hash));
    }

    /// The next such place behind `place`, or `ABSENT`.
    public static int next(long[] table, long hash, int place) {
        return scan(table, hash, (place + 1) & (table.length - 1));
    }

    public static int slot(long[] table, int place) {
        return (int) table[place] - 1;
    }

    /// Adds an entry; the caller knows that the key is not there.
    public void add(long hash, int slot) {
        if ((long) (size + 1) * 3 >= (long) entries.length * 2) {
            grow();
        }
        insert(entries, (hash & UPPER_HALF) | (slot + 1));
        size++;
    }

    /// Removes the entry of `slot` under `hash`, if it is there.
    public void remove(long hash, int slot) {
        long[] table = entries;
        int mask = table.length - 1;
        int hole = home(table, hash);
        while (table[hole] != 0 && (int) table[hole] - 1 != slot) {
            hole = (hole + 1) & mask;
        }
        if (table[hole] == 0) {
            return;
        }
        size--;
        for (int place = (hole + 1) & mask; table[place] != 0; place = (place + 1) & mask) {
            int wanted = home(table, table[place]);
            if (((place - wanted) & mask) >= ((place - hole) & mask)) {
                table[hole] = table[place];
                hole = place;
            }
        }
        table[hole] = 0;
    }

    public int size() {
        return size;
    }

    /// Bytes held.
    public long sizeBytes() {
        return 8L * entries.length;
    }

    private static int scan(long[] table, long hash, int from) {
        int mask = table.length - 1;
        int place = from;
        for (int steps = 0; steps <= mask; steps++) {
            long entry = table[place];
            if (entry == 0) {
                return ABSENT;
            }
            if (entry >>> 32 == hash >>> 32) {
                return place;
            }
            place = (place + 1) & mask;
        }
        return ABSENT;
    }

    private static int home(long[] table, long hash) {
        return (int) (hash >>> 32) & (table.length - 1);
    }

    private void grow() {
        long[] old = entries;
        long[] grown = new long[old.length * 2];
        for (long entry : old) {
            if (entry != 0) {
                insert(grown, entry);
            }
        }
        entries = grown;
    }

    private static void insert(long[] table, long entry) {
        int mask = table.length - 1;
        int place = home(table, entry);
        while (table[place] != 0) {
            place = (place + 1) & mask;
        }
        table[place] = entry;
    }
}
