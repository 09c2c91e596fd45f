package io.tributary.format.otlp.attribute;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Compares ranges of a few bytes, which most names and values are: for those a call into the
/// library costs more than the bytes. Stateless. Hot path.
public final class ShortRanges {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private ShortRanges() {}

    /// Whether `length` bytes are the same.
    public static boolean areEqual(
            byte[] first, int firstOffset, byte[] second, int secondOffset, int length) {
        if (length >= Integer.BYTES && length <= Long.BYTES) {
            int last = length - Integer.BYTES;
            return (int) INT.get(first, firstOffset) == (int) INT.get(second, secondOffset)
                    && (int) INT.get(first, firstOffset + last)
                            == (int) INT.get(second, secondOffset + last);
        }
        if (length < Integer.BYTES) {
            for (int i = 0; i < length; i++) {
                if (first[firstOffset + i] != second[secondOffset + i]) {
                    return false;
                }
            }
            return true;
        }
        // The last eight bytes, which mostly tell, then all others.
        int last = length - Long.BYTES;
        for (int i = last; i > 0; i -= Long.BYTES) {
            if ((long) LONG.get(first, firstOffset + i)
                    != (long) LONG.get(second, secondOffset + i)) {
                return false;
            }
        }
        return (long) LONG.get(first, firstOffset) == (long) LONG.get(second, secondOffset);
    }
}
