package io.tributary.format.otlp.name;

import io.tributary.format.otlp.attribute.ShortRanges;
import java.util.Arrays;

/// A range of bytes as a key: one is reused to ask with, copies are kept. Comparable, so that keys
/// which were chosen to have one hash cost a map no more than the logarithm of their number.
final class NameKey implements Comparable<NameKey> {
    private byte[] bytes = {};
    private int offset;
    private int length;
    private int hash;

    NameKey set(byte[] source, int newOffset, int newLength) {
        bytes = source;
        offset = newOffset;
        length = newLength;
        int sum = 1;
        for (int i = newOffset; i < newOffset + newLength; i++) {
            sum = 31 * sum + source[i];
        }
        hash = sum;
        return this;
    }

    /// A key that stays, with bytes of its own.
    NameKey copy() {
        return new NameKey().set(toBytes(), 0, length);
    }

    byte[] toBytes() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    boolean is(byte[] other, int otherOffset, int otherLength) {
        return length == otherLength
                && ShortRanges.areEqual(bytes, offset, other, otherOffset, length);
    }

    @Override
    public int compareTo(NameKey other) {
        return Arrays.compareUnsigned(
                bytes,
                offset,
                offset + length,
                other.bytes,
                other.offset,
                other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameKey key && is(key.bytes, key.offset, key.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
