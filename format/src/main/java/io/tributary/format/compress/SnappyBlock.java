package io.tributary.format.compress;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.xerial.snappy.Snappy;

/// Snappy's block format: the raw length as a varint, then elements (what remote write calls
/// `snappy`).
///
/// ```
/// block    rawLength <uvarint32>  element*
/// element  literal: its bytes; or a copy of up to 64 bytes from before
/// ```
///
/// Source: `format_description.txt` of google/snappy.
public final class SnappyBlock {
    private static final String NAME = "snappy";

    /// A varint of 32 bits has at most this many bytes.
    private static final int LENGTH_BYTES_MAX = 5;

    /// Bits of a length that the fifth byte may hold.
    private static final int LAST_LENGTH_BITS = 4;

    /// What is packed at once; a block's copies reach no further back in what others write either.
    private static final int PIECE_BYTES = 64 * 1024;

    /// The best an element can do: 64 bytes out of 3.
    private static final int COPY_LENGTH_MAX = 64;

    private static final int LONG_COPY_BYTES = 3;

    private SnappyBlock() {}

    /// How many bytes the block says it holds. Allocates nothing.
    ///
    /// @throws CompressionException if the length cannot be read, or is more than so few bytes can
    ///   hold
    public static long rawLength(byte[] block, int offset, int length) throws CompressionException {
        Objects.checkFromIndexSize(offset, length, block.length);
        long raw = 0;
        for (int i = 0; i < LENGTH_BYTES_MAX; i++) {
            if (i == length) {
                throw CompressionException.malformed(NAME, "ends inside its length");
            }
            byte next = block[offset + i];
            raw |= (long) (next & 0x7F) << (7 * i);
            if (i == LENGTH_BYTES_MAX - 1 && (next & 0xFF) >>> LAST_LENGTH_BITS != 0) {
                throw CompressionException.malformed(NAME, "length of more than 32 bits");
            }
            if (next >= 0) {
                return plausible(raw, length - i - 1);
            }
        }
        throw new IllegalStateException("BUG: a fifth byte went on");
    }

    /// Decodes the block into `into` from `intoOffset` on.
    ///
    /// @return how many bytes came out, which is what `rawLength` said
    /// @throws CompressionException also if there is less room than the block declares; then
    ///   nothing was written
    public static int decode(byte[] block, int offset, int length, byte[] into, int intoOffset)
            throws CompressionException {
        long raw = rawLength(block, offset, length);
        int room = into.length - Objects.checkIndex(intoOffset, into.length + 1);
        if (raw > room) {
            throw CompressionException.tooLarge(raw, room);
        }
        try {
            // The native code trusts its own reading of the length.
            if (Snappy.uncompressedLength(block, offset, length) != raw) {
                throw new IllegalStateException("BUG: snappy reads another length than " + raw);
            }
            return Snappy.uncompress(block, offset, length, into, intoOffset);
        } catch (IOException _) {
            throw refusal(block, offset, length, raw);
        }
    }

    /// A block that holds `raw`.
    public static byte[] encode(byte[] raw) {
        try {
            return Snappy.compress(raw);
        } catch (IOException e) {
            throw new IllegalStateException("BUG: snappy packs any bytes", e);
        }
    }

    /// Writes a block that holds the first `length` bytes of `raw`, a piece after the other: what
    /// is held besides is one piece.
    public static void encode(byte[] raw, int length, OutputStream out) throws IOException {
        Objects.checkFromIndexSize(0, length, raw.length);
        writeLength(length, out);
        byte[] piece = new byte[Snappy.maxCompressedLength(PIECE_BYTES)];
        for (int from = 0; from < length; from += PIECE_BYTES) {
            int rawBytes = Math.min(PIECE_BYTES, length - from);
            int size = Snappy.compress(raw, from, rawBytes, piece, 0);
            int elements = 0;
            while (piece[elements] < 0) {
                elements++;
            }
            out.write(piece, elements + 1, size - elements - 1);
        }
    }

    private static void writeLength(int length, OutputStream out) throws IOException {
        int rest = length;
        while (rest >>> 7 != 0) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static long plausible(long raw, int elementBytes) throws CompressionException {
        long most = (long) elementBytes * COPY_LENGTH_MAX / LONG_COPY_BYTES;
        if (raw > most) {
            throw CompressionException.lie(NAME, raw, "at most " + most);
        }
        return raw;
    }

    /// Tells a lie about the length from other damage: adds up what the elements say.
    private static CompressionException refusal(byte[] block, int offset, int length, long raw) {
        int end = offset + length;
        int position = offset;
        while (block[position] < 0) {
            position++;
        }
        position++;
        long sum = 0;
        while (position < end) {
            int tag = block[position] & 0xFF;
            int extra = extraBytes(tag);
            if (extra >= end - position) {
                return CompressionException.malformed(NAME, "ends inside an element");
            }
            long elementLength = elementLength(tag, extra, block, position + 1);
            long literal = isLiteral(tag) ? elementLength : 0;
            if (literal > end - position - 1 - extra) {
                return CompressionException.malformed(NAME, "ends inside a literal");
            }
            sum += elementLength;
            position += 1 + extra + (int) literal;
        }
        return sum == raw
                ? CompressionException.malformed(NAME, "a copy from before the start")
                : CompressionException.lie(NAME, raw, Long.toString(sum));
    }

    private static boolean isLiteral(int tag) {
        return (tag & 3) == 0;
    }

    /// Bytes of an element behind its tag, a literal's content not counted.
    private static int extraBytes(int tag) {
        return switch (tag & 3) {
            case 0 -> Math.max(0, (tag >>> 2) - 59);
            case 1 -> 1;
            case 2 -> 2;
            default -> 4;
        };
    }

    private static long elementLength(int tag, int extra, byte[] block, int position) {
        int upper = tag >>> 2;
        if ((tag & 3) == 1) {
            return 4L + (upper & 7);
        }
        if (!isLiteral(tag) || extra == 0) {
            return upper + 1L;
        }
        long literal = 0;
        for (int i = 0; i < extra; i++) {
            literal |= (block[position + i] & 0xFFL) << (8 * i);
        }
        return literal + 1;
    }
}
