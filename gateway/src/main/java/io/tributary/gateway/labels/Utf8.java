package io.tributary.gateway.labels;

/// Whether bytes are well-formed UTF-8 (The Unicode Standard 16.0, table 3-7): no overlong forms,
/// no surrogates, nothing above U+10FFFF.
final class Utf8 {
    private Utf8() {}

    static boolean isValid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (bytes[at] >= 0) {
                at++;
                continue;
            }
            int size = sequence(bytes, at, end);
            if (size == 0) {
                return false;
            }
            at += size;
        }
        return true;
    }

    /// The size of the well-formed sequence of several bytes that starts at `at`, or 0.
    private static int sequence(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        int size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (size == 0 || at + size > end || !isSecond(first, bytes[at + 1] & 0xff)) {
            return 0;
        }
        for (int i = at + 2; i < at + size; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    private static boolean isSecond(int first, int second) {
        int from = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int to = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return second >= from && second <= to;
    }
}
