package io.tributary.format.compress;

import static io.tributary.format.compress.SnappyBlockTest.refused;
import static io.tributary.format.compress.SnappyBlockTest.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.format.compress.CompressionException.Reason;
import io.tributary.testkit.SeededCases;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class ZstdTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void decode_whatZstdWrote_comesBack() {
        SeededCases.run(
                300,
                random -> {
                    byte[] raw = random.bytes(0, random.size(3000));
                    Arrays.fill(raw, raw.length / 3, raw.length / 2, (byte) 'a');
                    byte[] frame = com.github.luben.zstd.Zstd.compress(raw);
                    assertThat(taken(() -> decode(frame, raw.length))).isEqualTo(raw);
                    assertThat(taken(() -> steps(frame, MIB))).isEqualTo(raw);
                });
    }

    @Test
    void rawLength_honestBomb_isReadWithoutUnpacking() throws CompressionException {
        byte[] bomb = bomb(1024, true);

        assertThat(Zstd.rawLength(bomb, 0, bomb.length)).hasValue(1L << 30);
        refused(Reason.TOO_LARGE, "declares 1073741824", () -> decode(bomb, MIB));
    }

    @Test
    void decodeInSteps_bombWithoutASize_endsAtTheLimit() {
        byte[] bomb = bomb(1024, false);
        List<Integer> asked = new ArrayList<>();

        refused(
                Reason.TOO_LARGE,
                "more than the limit of 1048577 bytes",
                () -> {
                    Zstd.decodeInSteps(
                            bomb,
                            0,
                            bomb.length,
                            MIB + 1,
                            (current, used, step) -> {
                                asked.add(step);
                                return Optional.of(Arrays.copyOf(current, used + step));
                            });
                });
        assertThat(asked)
                .containsExactly(
                        Zstd.STEP_BYTES, Zstd.STEP_BYTES, Zstd.STEP_BYTES, Zstd.STEP_BYTES, 1);
    }

    @Test
    void decodeInSteps_noRoom_isRefusedAsSuch() {
        byte[] bomb = bomb(1, false);

        refused(
                Reason.NO_ROOM,
                "no room for 262144 bytes more of a body after 262144",
                () -> {
                    Zstd.decodeInSteps(
                            bomb,
                            0,
                            bomb.length,
                            MIB,
                            (current, used, step) ->
                                    used == 0 ? Optional.of(new byte[step]) : Optional.empty());
                });
    }

    @Test
    void decodeInSteps_exactlyTheLimit_isTaken() throws CompressionException {
        assertThat(steps(bomb(1, false), MIB)).isEqualTo(new byte[MIB]);
    }

    @Test
    void decode_frameThatHoldsAnotherLength_isRefused() {
        byte[] frame = com.github.luben.zstd.Zstd.compress(new byte[200]);
        assertThat(frame[5]).as("the content size").isEqualTo((byte) 200);
        byte[] less = frame.clone();
        less[5] = (byte) 199;
        byte[] more = frame.clone();
        more[5] = (byte) 201;
        refused(
                Reason.LENGTH_LIE,
                "declares 199 bytes unpacked but holds more",
                () -> {
                    decode(less, 300);
                });
        refused(Reason.MALFORMED, "malformed zstd: Data corruption", () -> decode(more, 300));
    }

    @Test
    void decode_twoFrames_isALie() {
        byte[] frame = com.github.luben.zstd.Zstd.compress(new byte[200]);
        byte[] two = Arrays.copyOf(frame, 2 * frame.length);
        System.arraycopy(frame, 0, two, frame.length, frame.length);

        refused(Reason.LENGTH_LIE, "declares 200 bytes", () -> decode(two, 1000));
    }

    @Test
    void rawLength_moreThanSoFewBytesHold_isALie() {
        byte[] frame = HexFormat.of().parseHex("28b52ffda0000000400100000000");

        refused(
                Reason.LENGTH_LIE,
                "declares 1073741824 bytes unpacked but holds at most 393216",
                () -> Zstd.rawLength(frame, 0, frame.length));
    }

    @Test
    void decodeInSteps_windowAboveTheBound_isRefused() {
        // No size, no checksum, a window of 128 MiB; one last block of one zero.
        byte[] frame = HexFormat.of().parseHex("28b52ffd00880b000000");

        refused(Reason.MALFORMED, "Frame requires too much memory", () -> steps(frame, MIB));
    }

    @Test
    void decode_truncatedAtEveryByte_isRefused() {
        byte[] raw = new SeededCases.Random(1).bytes(700, 700);
        Arrays.fill(raw, 100, 400, (byte) 3);
        byte[] sized = com.github.luben.zstd.Zstd.compress(raw);
        for (int length = 0; length < sized.length; length++) {
            byte[] cut = Arrays.copyOf(sized, length);
            refusedForGood(() -> decode(cut, raw.length));
            refusedForGood(() -> steps(cut, MIB));
        }
    }

    private static void refusedForGood(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable decode) {
        assertThatThrownBy(decode)
                .asInstanceOf(InstanceOfAssertFactories.type(CompressionException.class))
                .extracting(CompressionException::reason)
                .isIn(Reason.MALFORMED, Reason.LENGTH_LIE);
    }

    private static byte[] decode(byte[] frame, int room) throws CompressionException {
        byte[] into = new byte[room];
        return Arrays.copyOf(into, Zstd.decode(frame, 0, frame.length, into, 0));
    }

    private static byte[] steps(byte[] frame, int limit) throws CompressionException {
        Growing room = new Growing();
        int length = Zstd.decodeInSteps(frame, 0, frame.length, limit, room);
        return Arrays.copyOf(room.bytes, length);
    }

    private static final class Growing implements Room {
        private byte[] bytes = {};

        @Override
        public Optional<byte[]> grow(byte[] current, int usedBytes, int stepBytes) {
            bytes = Arrays.copyOf(current, usedBytes + stepBytes);
            return Optional.of(bytes);
        }
    }

    /// So many MiB of zeros in blocks of one repeated byte, with or without their number in the
    /// header.
    private static byte[] bomb(int mebibytes, boolean declared) {
        int blocks = mebibytes * 8;
        ByteBuffer frame = ByteBuffer.allocate(16 + 4 * blocks).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(0xFD2FB528);
        if (declared) {
            frame.put((byte) 0xA0).putInt(mebibytes * MIB);
        } else {
            frame.put((byte) 0x00).put((byte) 0x58);
        }
        for (int i = 1; i <= blocks; i++) {
            frame.putInt(((128 * 1024) << 3) | 0b010 | (i == blocks ? 1 : 0));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }
}
