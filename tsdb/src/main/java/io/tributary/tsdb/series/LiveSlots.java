package io.tributary.tsdb.series;

import org.roaringbitmap.RoaringBitmap;

/// The slots whose series had not departed at one moment. To make it costs a copy of the free
/// slots, under the append lock; what they are is worked out later, without.
///
/// Good until a series departs: slots that are used again meanwhile were free, and are left out.
final class LiveSlots {
    private final int slotCount;
    private final RoaringBitmap departed;
    private final int[] free;

    /// @param departed does not change
    /// @param free owned by this
    LiveSlots(int slotCount, RoaringBitmap departed, int[] free) {
        this.slotCount = slotCount;
        this.departed = departed;
        this.free = free;
    }

    /// All of them, ascending.
    int[] slots() {
        RoaringBitmap live = new RoaringBitmap();
        live.add(0L, slotCount);
        live.andNot(departed);
        for (int slot : free) {
            live.remove(slot);
        }
        return live.toArray();
    }
}
