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

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }
}
