package io.tributary.runtime.disk;

import java.util.Arrays;

/// A byte array with room to grow. Owned by one thread at a time.
final class GrowingBytes {
    private byte[] bytes;
    private int size;

    GrowingBytes(byte[] content) {
        bytes = content;
        size = content.length;
    }

    GrowingBytes copy() {
        return new GrowingBytes(Arrays.copyOf(bytes, size));
    }

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /// Copies up to `length` bytes from `offset` on.
    byte[] slice(long offset, int length) {
        if (offset >= size) {
            return new byte[0];
        }
        int from = (int) offset;
        return Arrays.copyOfRange(bytes, from, from + Math.min(length, size - from));
    }

    /// Puts `source[from .. to)` at `offset`; a hole before it is zeros.
    void put(int offset, byte[] source, int from, int to) {
        if (from < to) {
            grow(offset + to - from);
            System.arraycopy(source, from, bytes, offset, to - from);
        }
    }

    /// Makes it `length` bytes long at least, with zeros.
    void grow(int length) {
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
        }
        size = Math.max(size, length);
    }

    void cut(int length) {
        if (length < size) {
            Arrays.fill(bytes, length, size, (byte) 0);
            size = length;
        }
    }

    void flip(int offset, int bit) {
        bytes[offset] ^= (byte) (1 << bit);
    }
}
