package io.tributary.format.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.compress.CompressionException.Reason;
import java.util.Arrays;
import java.util.Optional;

/// Jazzer target: whatever the bytes, a decode ends in bytes inside its room or in a refusal.
public final class CompressFuzzer {
    private static final int ROOM = 64 * 1024;
    private static final int MARGIN = 64;
    private static final byte UNTOUCHED = 0x5A;

    private interface Codec {
        int decode(byte[] from, int offset, int length, byte[] into, int intoOffset)
                throws CompressionException;
    }

    private CompressFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        run(SnappyBlock::decode, input);
        run(CompressFuzzer::decodeSized, input);
        try {
            Zstd.decodeInSteps(input, 0, input.length, ROOM, CompressFuzzer::grow);
        } catch (CompressionException e) {
            assertThat(e.reason()).isNotEqualTo(Reason.NO_ROOM);
        }
    }

    private static int decodeSized(byte[] from, int offset, int length, byte[] into, int intoOffset)
            throws CompressionException {
        return Zstd.rawLength(from, offset, length).isEmpty()
                ? 0
                : Zstd.decode(from, offset, length, into, intoOffset);
    }

    private static Optional<byte[]> grow(byte[] current, int used, int step) {
        return Optional.of(Arrays.copyOf(current, used + step));
    }

    /// The input stands inside other bytes, the room behind a margin.
    private static void run(Codec codec, byte[] input) {
        byte[] from = new byte[input.length + 2 * MARGIN];
        System.arraycopy(input, 0, from, MARGIN, input.length);
        byte[] into = new byte[MARGIN + ROOM];
        Arrays.fill(into, 0, MARGIN, UNTOUCHED);
        try {
            int length = codec.decode(from, MARGIN, input.length, into, MARGIN);
            assertThat(length).isBetween(0, ROOM);
        } catch (CompressionException e) {
            assertThat(e.reason()).isNotEqualTo(Reason.NO_ROOM);
        }
        for (int i = 0; i < MARGIN; i++) {
            assertThat(into[i]).isEqualTo(UNTOUCHED);
        }
    }
}
