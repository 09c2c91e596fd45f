package io.tributary.format.protobuf;

/// Counts characters of UTF-8 in place. Stateless.
public final class Utf8Text {
    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;

    private Utf8Text() {}

    /// How many characters (code points) `bytes[offset .. offset + length)` holds, or -1 if it is
    /// not UTF-8: a sequence that is cut, too long for its character, a surrogate or above
    /// U+10FFFF.
    public static int characters(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int count = 0;
        int position = offset;
        while (position < end) {
            int size = characterBytes(bytes, position, end);
            if (size < 0) {
                return -1;
            }
            position += size;
            count++;
        }
        return count;
    }

    /// Bytes of the character at `position`, or -1 where none begins that ends before `end`.
    public static int characterBytes(byte[] bytes, int position, int end) {
        int first = bytes[position] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || size > end - position) {
            return -1;
        }
        int second = bytes[position + 1] & 0xFF;
        boolean allowed =
                switch (first) {
                    case 0xE0 -> second >= 0xA0;
                    case 0xED -> second < 0xA0;
                    case 0xF0 -> second >= 0x90;
                    case 0xF4 -> second < 0x90;
                    default -> true;
                };
        for (int i = 1; i < size; i++) {
            allowed &= (bytes[position + i] & CONTINUATION_MASK) == CONTINUATION;
        }
        return allowed ? size : -1;
    }
}
