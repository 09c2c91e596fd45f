package io.tributary.tsdb.series;

import io.tributary.tsdb.memory.ByteArena;

/// Reads one key as it lies in memory: stamps, kind, pair count, then pair after pair. Layout:
/// {@link SeriesDirectory}.
final class KeyReader {
    private final byte[] bytes;
    private final int stamps;
    private final byte kind;
    private final int count;
    private int at;

    KeyReader(ByteArena keys, long address) {
        bytes = keys.slab(address);
        at = ByteArena.offset(address);
        stamps = next();
        kind = bytes[at++];
        count = next();
    }

    int stamps() {
        return stamps;
    }

    byte kind() {
        return kind;
    }

    /// How many pairs the key has.
    int count() {
        return count;
    }

    /// The next pair's number.
    int next() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = bytes[at++];
            value |= (part & 0x7F) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }

    /// How many bytes a key takes.
    static int length(ByteArena keys, long address) {
        KeyReader key = new KeyReader(keys, address);
        for (int i = 0; i < key.count; i++) {
            key.next();
        }
        return key.at - ByteArena.offset(address);
    }

    /// Writes a key and answers its length.
    static int write(byte[] into, int stamps, byte kind, int[] pairs, int count) {
        int at = varint(into, 0, stamps);
        into[at++] = kind;
        at = varint(into, at, count);
        for (int i = 0; i < count; i++) {
            at = varint(into, at, pairs[i]);
        }
        return at;
    }

    private static int varint(byte[] into, int offset, int value) {
        int at = offset;
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            into[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        into[at++] = (byte) rest;
        return at;
    }
}
