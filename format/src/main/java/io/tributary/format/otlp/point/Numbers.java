package io.tributary.format.otlp.point;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.histogram.Buckets;
import java.util.Arrays;

/// Numbers of a repeated field, as 64 bits each: {@link Buckets#COUNT_MAX} and one more are kept,
/// and that there were more. Reused; owned by one thread at a time.
final class Numbers {
    static final int COUNT_MAX = Buckets.COUNT_MAX + 1;

    private static final int START = 32;

    private long[] values = new long[START];
    private int count;
    private boolean tooMany;

    void clear() {
        count = 0;
        tooMany = false;
    }

    /// Reads numbers of eight bytes: one, or many packed.
    void readFixed(ProtoCursor in, int tag, String message) throws MalformedRequestException {
        if (!ProtoCursor.isPacked(tag)) {
            add(in.readFixed64(tag, message));
            return;
        }
        int outer = in.enter();
        while (!in.atEnd()) {
            add(in.readFixed64());
        }
        in.leave(outer);
    }

    /// Reads varints: one, or many packed.
    void readVarints(ProtoCursor in, int tag, String message) throws MalformedRequestException {
        if (!ProtoCursor.isPacked(tag)) {
            add(in.readVarint(tag, message));
            return;
        }
        int outer = in.enter();
        while (!in.atEnd()) {
            add(in.readVarint());
        }
        in.leave(outer);
    }

    void add(long value) {
        if (count == COUNT_MAX) {
            tooMany = true;
            return;
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
    }

    int count() {
        return count;
    }

    boolean isTooMany() {
        return tooMany;
    }

    long get(int position) {
        return values[position];
    }
}
