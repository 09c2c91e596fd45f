package io.tributary.gateway.routing;

import java.util.Arrays;

/// A name as bytes, to be looked up without making a text of it: one is set to range after range,
/// those that are kept are copies. Owned by one thread, but for copies, which never change.
final class ByteName {
    private static final byte[] NO_BYTES = {};

    private byte[] bytes = NO_BYTES;
    private int offset;
    private int length;
    private int hash;

    ByteName set(byte[] source, int from, int count) {
        bytes = source;
        offset = from;
        length = count;
        int sum = 1;
        for (int i = from; i < from + count; i++) {
            sum = 31 * sum + source[i];
        }
        // Names that differ in their last byte shall not stand side by side.
        hash = sum ^ (sum >>> 15);
        return this;
    }

    ByteName copy() {
        return new ByteName().set(Arrays.copyOfRange(bytes, offset, offset + length), 0, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteName name
                && Arrays.equals(
                        bytes,
                        offset,
                        offset + length,
                        name.bytes,
                        name.offset,
                        name.offset + name.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
