package io.tributary.gateway.pki;

/// Whether bytes are one value of DER, as far as its frame goes: definite lengths in their shortest
/// form, nothing behind, nested no deeper than anything we read needs to be.
///
/// A guard before a parser that recurses: what passes here costs it bounded stack.
final class DerShape {
    /// Deepest nesting. A request with a name and an extension nests eight levels.
    static final int DEPTH_MAX = 16;

    private static final int CONSTRUCTED = 0x20;
    private static final int TAG_MASK = 0x1F;
    private static final int LONG_LENGTH = 0x80;

    private final byte[] bytes;

    private DerShape(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Checks bytes.
    ///
    /// @throws IllegalArgumentException if they are not one
    static void check(byte[] bytes) {
        int end = new DerShape(bytes).value(0, bytes.length, 0);
        if (end != bytes.length) {
            throw new IllegalArgumentException(
                    "%d bytes behind its end".formatted(bytes.length - end));
        }
    }

    /// What is made of bytes of strangers, by way of a parser.
    interface Parser<T> {
        T parse() throws RefusedException;
    }

    /// What a parser makes. Bouncy Castle's report what they do not expect by whatever their parts
    /// throw, and some of it only when a part is asked for; to the caller all of that is one thing.
    ///
    /// @throws IllegalArgumentException if it makes nothing of the bytes
    static <T> T parsed(Parser<T> parser) throws RefusedException {
        try {
            return parser.parse();
        } catch (IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | ClassCastException e) {
            throw new IllegalArgumentException("its parts are not those of one", e);
        }
    }

    /// Checks the value at `from`.
    ///
    /// @return where it ends, at most `limit`
    private int value(int from, int limit, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("nested deeper than " + DEPTH_MAX);
        }
        if (limit - from < 2) {
            throw new IllegalArgumentException("cut at byte " + from);
        }
        int tag = bytes[from];
        if ((tag & TAG_MASK) == TAG_MASK) {
            throw new IllegalArgumentException("a tag of several bytes at byte " + from);
        }
        int lengthBytes = lengthBytes(from + 1);
        int start = from + 1 + lengthBytes;
        if (start > limit) {
            throw new IllegalArgumentException("cut at byte " + from);
        }
        int length = length(from + 1, lengthBytes);
        if (length > limit - start) {
            throw new IllegalArgumentException("longer than what is around it, at byte " + from);
        }
        if ((tag & CONSTRUCTED) != 0) {
            int at = start;
            while (at < start + length) {
                at = value(at, start + length, depth + 1);
            }
        }
        return start + length;
    }

    private int lengthBytes(int at) {
        int first = bytes[at] & 0xFF;
        return first < LONG_LENGTH ? 1 : 1 + first - LONG_LENGTH;
    }

    private int length(int at, int lengthBytes) {
        if (lengthBytes == 1 && (bytes[at] & 0xFF) < LONG_LENGTH) {
            return bytes[at];
        }
        if (lengthBytes < 2 || lengthBytes > 4) {
            throw new IllegalArgumentException("a length that is not DER at byte " + at);
        }
        int length = 0;
        for (int i = 1; i < lengthBytes; i++) {
            length = length << 8 | (bytes[at + i] & 0xFF);
        }
        int least = lengthBytes == 2 ? LONG_LENGTH : 1 << (8 * (lengthBytes - 2));
        if (length < least) {
            throw new IllegalArgumentException("a length that is not DER at byte " + at);
        }
        return length;
    }
}
