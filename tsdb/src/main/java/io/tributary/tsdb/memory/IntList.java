package io.tributary.tsdb.memory;

import java.util.Arrays;

/// A growing list of ints. Owned by one thread at a time.
public final class IntList {
    private int[] items = new int[16];
    private int size;

    public void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    public int at(int index) {
        return items[index];
    }

    public void set(int index, int item) {
        items[index] = item;
    }

    /// Takes the newest item off; there must be one.
    public int removeLast() {
        return items[--size];
    }

    public int[] toArray() {
        return Arrays.copyOf(items, size);
    }

    public int size() {
        return size;
    }

    /// Puts the items into the ascending order of `keys[item]`; those with equal keys stay in the
    /// order they stood in.
    public void sortBy(long[] keys) {
        sortBy((left, right) -> keys[left] <= keys[right]);
    }

    /// Puts the items into an order; those that sort alike stay in the order they stood in.
    public void sortBy(PlaceOrder order) {
        StableOrder.sort(order, items, size);
    }

    public void clear() {
        size = 0;
    }
}
