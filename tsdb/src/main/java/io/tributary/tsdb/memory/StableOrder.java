package io.tributary.tsdb.memory;

/// Sorts numbers of places; equal ones stay in the order they stood in, so several columns sort by
/// the last first.
///
/// A merge sort from below: n log n compares, one compare a run where they are in order already.
/// The JDK's sort of objects looks for longer runs; compiled for each order it is used with, it
/// cost a young server more than it saved.
final class StableOrder {
    private StableOrder() {}

    /// Puts `order[0 .. count)` into an order.
    static void sort(PlaceOrder by, int[] order, int count) {
        int[] from = order;
        int[] to = new int[count];
        boolean elsewhere = false;
        for (int width = 1; width < count; width *= 2) {
            for (int left = 0; left < count; left += 2 * width) {
                int middle = Math.min(left + width, count);
                merge(by, from, to, left, middle, Math.min(middle + width, count));
            }
            int[] swap = from;
            from = to;
            to = swap;
            elsewhere = !elsewhere;
        }
        if (elsewhere) {
            System.arraycopy(from, 0, order, 0, count);
        }
    }

    private static void merge(
            PlaceOrder by, int[] from, int[] to, int left, int middle, int right) {
        if (middle >= right || by.mayPrecede(from[middle - 1], from[middle])) {
            System.arraycopy(from, left, to, left, right - left);
            return;
        }
        int a = left;
        int b = middle;
        for (int at = left; at < right; at++) {
            boolean takeLeft = b == right || (a < middle && by.mayPrecede(from[a], from[b]));
            to[at] = takeLeft ? from[a++] : from[b++];
        }
    }
}
