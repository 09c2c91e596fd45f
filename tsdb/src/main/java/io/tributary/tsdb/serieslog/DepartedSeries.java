package io.tributary.tsdb.serieslog;

import java.util.Arrays;

/// The frontiers of series that have left the head, by the 128-bit hash of who they are: what a
/// returning series starts from.
///
/// ```text
/// highs     [ h0 ][ 0  ][ h1 ] …     open addressing, linear probing, load 1/3 to 2/3,
/// lows      [ l0 ][ 0  ][ l1 ] …     removal by shifting back
/// frontiers [ f0 ][ EMPTY ][ f1 ] …  EMPTY: no entry here
/// ```
///
/// 24 bytes an entry and what the load leaves free. Where the bound is reached a new entry is
/// refused, and the caller keeps its series: a frontier forgotten would be a value written twice.
///
/// Owned by one thread at a time (the head's append lock).
public final class DepartedSeries {
    /// What {@link #take} answers where there is nothing.
    public static final long ABSENT = Long.MIN_VALUE;

    private static final long EMPTY = Long.MIN_VALUE;
    private static final int FIRST_PLACES = 256;
    private static final int PLACE_BYTES = 3 * Long.BYTES;

    private final int countMax;
    private long[] highs = new long[FIRST_PLACES];
    private long[] lows = new long[FIRST_PLACES];
    private long[] frontiers = emptyPlaces(FIRST_PLACES);
    private int count;

    /// @param countMax the most entries it holds
    public DepartedSeries(int countMax) {
        if (countMax < 0 || countMax > 1 << 28) {
            throw new IllegalArgumentException("departed series cannot be " + countMax);
        }
        this.countMax = countMax;
    }

    /// Remembers a series, or the later of two frontiers of one that is known; false if there is no
    /// room.
    ///
    /// @param frontierMillis its greatest accepted time; not `Long.MIN_VALUE`
    public boolean add(long high, long low, long frontierMillis) {
        if (frontierMillis == EMPTY) {
            throw new IllegalArgumentException("BUG: a departed series without a frontier");
        }
        int place = place(high, low);
        if (frontiers[place] != EMPTY) {
            frontiers[place] = Math.max(frontiers[place], frontierMillis);
            return true;
        }
        if (count >= countMax) {
            return false;
        }
        if ((long) (count + 1) * 3 >= (long) frontiers.length * 2) {
            resize(frontiers.length * 2);
            place = place(high, low);
        }
        put(place, high, low, frontierMillis);
        count++;
        return true;
    }

    /// The frontier of a series, which is then forgotten; {@link #ABSENT} if it is not known.
    public long take(long high, long low) {
        int place = place(high, low);
        long frontier = frontiers[place];
        if (frontier != EMPTY) {
            remove(place);
            count--;
        }
        return frontier;
    }

    /// The frontier of a series; {@link #ABSENT} if it is not known.
    public long find(long high, long low) {
        return frontiers[place(high, low)];
    }

    /// Forgets all whose frontier is before `frontierMillis`, and gives memory back; answers how
    /// many. Walks over all.
    public int expireBefore(long frontierMillis) {
        int kept = 0;
        for (long frontier : frontiers) {
            if (frontier != EMPTY && frontier >= frontierMillis) {
                kept++;
            }
        }
        int expired = count - kept;
        if (expired > 0) {
            for (int i = 0; i < frontiers.length; i++) {
                if (frontiers[i] < frontierMillis) {
                    frontiers[i] = EMPTY;
                }
            }
            count = kept;
            resize(placesFor(kept));
        }
        return expired;
    }

    /// The entries as they are now.
    public DepartedSeries copy() {
        DepartedSeries copy = new DepartedSeries(countMax);
        copy.highs = highs.clone();
        copy.lows = lows.clone();
        copy.frontiers = frontiers.clone();
        copy.count = count;
        return copy;
    }

    /// Takes each entry in no order.
    @FunctionalInterface
    public interface EntryConsumer {
        void accept(long high, long low, long frontierMillis);
    }

    public void forEach(EntryConsumer consumer) {
        for (int i = 0; i < frontiers.length; i++) {
            if (frontiers[i] != EMPTY) {
                consumer.accept(highs[i], lows[i], frontiers[i]);
            }
        }
    }

    public int count() {
        return count;
    }

    /// Bytes held.
    public long sizeBytes() {
        return (long) PLACE_BYTES * frontiers.length;
    }

    /// Where an entry stands, or would.
    private int place(long high, long low) {
        int mask = frontiers.length - 1;
        int place = (int) low & mask;
        while (frontiers[place] != EMPTY && (highs[place] != high || lows[place] != low)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void remove(int removed) {
        int mask = frontiers.length - 1;
        int hole = removed;
        for (int at = (hole + 1) & mask; frontiers[at] != EMPTY; at = (at + 1) & mask) {
            int home = (int) lows[at] & mask;
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                put(hole, highs[at], lows[at], frontiers[at]);
                hole = at;
            }
        }
        put(hole, 0, 0, EMPTY);
    }

    private void resize(int places) {
        long[] oldHighs = highs;
        long[] oldLows = lows;
        long[] oldFrontiers = frontiers;
        highs = new long[places];
        lows = new long[places];
        frontiers = emptyPlaces(places);
        for (int i = 0; i < oldFrontiers.length; i++) {
            if (oldFrontiers[i] != EMPTY) {
                put(place(oldHighs[i], oldLows[i]), oldHighs[i], oldLows[i], oldFrontiers[i]);
            }
        }
    }

    private void put(int place, long high, long low, long frontierMillis) {
        highs[place] = high;
        lows[place] = low;
        frontiers[place] = frontierMillis;
    }

    private static int placesFor(int count) {
        return Math.max(FIRST_PLACES, Integer.highestOneBit(Math.max(1, 2 * count)) * 2);
    }

    private static long[] emptyPlaces(int places) {
        long[] all = new long[places];
        Arrays.fill(all, EMPTY);
        return all;
    }
}
