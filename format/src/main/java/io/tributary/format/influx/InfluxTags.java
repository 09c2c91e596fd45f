package io.tributary.format.influx;

import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.format.lines.SymbolText;
import java.util.Arrays;

/// The tags of one line as ranges of text, sorted by name, each name once: of two tags with one
/// name the later counts. Nearly always they come sorted. Reused; owned by one thread at a time.
final class InfluxTags {
    private static final int START = 32;

    /// Numbers a tag takes in `ranges`: offset and length of the name, length of the value.
    private static final int STRIDE = 3;

    private int[] ranges = new int[START * STRIDE];

    /// Which tag of `ranges` is the first, the second … by name: what is shifted stays small.
    private int[] order = new int[START];

    private int count;

    void clear() {
        count = 0;
    }

    /// Adds a tag whose value stands in `text` right behind its name.
    ///
    /// @throws LineException if there are too many
    void add(SymbolText text, int from, int nameLength, int position) throws LineException {
        int at = place(text.bytes(), from, nameLength);
        if (at < 0) {
            if (count == InfluxDecoder.TAGS_MAX) {
                throw new LineException(
                        LineFault.TOO_LARGE,
                        "more than " + InfluxDecoder.TAGS_MAX + " tags",
                        position);
            }
            at = -at - 1;
            insert(at);
        }
        int range = order[at] * STRIDE;
        ranges[range] = from;
        ranges[range + 1] = nameLength;
        ranges[range + 2] = text.length() - from - nameLength;
    }

    int count() {
        return count;
    }

    /// Whether a tag has this name.
    boolean has(byte[] bytes, byte[] name) {
        for (int i = 0; i < count; i++) {
            int from = nameOffset(i);
            if (Arrays.equals(bytes, from, from + nameLength(i), name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    int nameOffset(int tag) {
        return ranges[order[tag] * STRIDE];
    }

    int nameLength(int tag) {
        return ranges[order[tag] * STRIDE + 1];
    }

    /// A value stands right behind its name.
    int valueOffset(int tag) {
        return nameOffset(tag) + nameLength(tag);
    }

    int valueLength(int tag) {
        return ranges[order[tag] * STRIDE + 2];
    }

    /// Where the tag of this name is; where there is none, -1 less where it would be.
    private int place(byte[] bytes, int from, int length) {
        int low = 0;
        int high = count;
        int middle = count - 1;
        while (low < high) {
            int order = compare(bytes, middle, from, length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
            middle = (low + high) >>> 1;
        }
        return -low - 1;
    }

    private int compare(byte[] bytes, int tag, int from, int length) {
        int own = nameOffset(tag);
        return Arrays.compareUnsigned(
                bytes, own, own + nameLength(tag), bytes, from, from + length);
    }

    private void insert(int at) {
        if (count == order.length) {
            order = Arrays.copyOf(order, count * 2);
            ranges = Arrays.copyOf(ranges, ranges.length * 2);
        }
        System.arraycopy(order, at, order, at + 1, count - at);
        order[at] = count;
        count++;
    }
}
