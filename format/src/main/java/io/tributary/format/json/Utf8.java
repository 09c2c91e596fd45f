package io.tributary.format.json;

/// Writes characters as UTF-8. Stateless. Hot path.
final class Utf8 {
    /// Most bytes of a character.
    static final int CHARACTER_BYTES_MAX = 4;

    private Utf8() {}

    /// Puts a character; half of a surrogate pair as if it were one, which is no UTF-8.
    ///
    /// @return where it ends
    static int put(int codePoint, byte[] into, int offset) {
        int end = offset;
        if (codePoint < 0x80) {
            into[end++] = (byte) codePoint;
            return end;
        }
        if (codePoint < 0x800) {
            into[end++] = (byte) (0xC0 | (codePoint >>> 6));
        } else if (codePoint < 0x10000) {
            into[end++] = (byte) (0xE0 | (codePoint >>> 12));
            into[end++] = (byte) (0x80 | ((codePoint >>> 6) & 0x3F));
        } else {
            into[end++] = (byte) (0xF0 | (codePoint >>> 18));
            into[end++] = (byte) (0x80 | ((codePoint >>> 12) & 0x3F));
            into[end++] = (byte) (0x80 | ((codePoint >>> 6) & 0x3F));
        }
        into[end++] = (byte) (0x80 | (codePoint & 0x3F));
        return end;
    }
}
