package io.tributary.format.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.format.compress.CompressionException.Reason;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.fuzz.FuzzCorpus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

final class SnappyBlockTest {
    @Test
    void decode_whatSnappyWrote_comesBack() {
        SeededCases.run(
                500,
                random -> {
                    byte[] raw = random.bytes(0, random.size(3000));
                    Arrays.fill(raw, raw.length / 3, raw.length / 2, (byte) 'a');
                    byte[] block = compress(raw);
                    assertThat(taken(() -> decode(block, raw.length))).isEqualTo(raw);
                });
    }

    @Test
    void encode_anyBytes_comeBack() {
        SeededCases.run(
                100,
                random -> {
                    byte[] raw = random.bytes(0, random.size(3000));
                    assertThat(taken(() -> decode(SnappyBlock.encode(raw), raw.length)))
                            .isEqualTo(raw);
                });
    }

    @Test
    void decode_offsetsInsideLargerArrays_touchesNothingElse() throws CompressionException {
        byte[] block = compress(new byte[] {1, 2, 3});
        byte[] from = new byte[block.length + 9];
        System.arraycopy(block, 0, from, 4, block.length);
        byte[] into = {9, 9, 9, 9, 9, 9};

        assertThat(SnappyBlock.decode(from, 4, block.length, into, 2)).isEqualTo(3);
        assertThat(into).containsExactly(9, 9, 1, 2, 3, 9);
    }

    @Test
    void decode_lessRoomThanDeclared_isTooLargeAndWritesNothing() {
        byte[] block = compress(new byte[100]);
        byte[] into = new byte[99];
        Arrays.fill(into, (byte) 7);

        refused(
                Reason.TOO_LARGE,
                "declares 100 bytes unpacked, the limit is 99",
                () -> {
                    SnappyBlock.decode(block, 0, block.length, into, 0);
                });
        assertThat(into).containsOnly(7);
    }

    @Test
    void rawLength_honestBomb_isReadWithoutUnpacking() throws CompressionException {
        byte[] bomb = zeros(1 << 30, 1 << 30);

        assertThat(SnappyBlock.rawLength(bomb, 0, bomb.length)).isEqualTo(1 << 30);
        refused(Reason.TOO_LARGE, "declares 1073741824", () -> decode(bomb, 1 << 20));
    }

    /// What a bomb really holds has no say: the room is what was declared.
    @Test
    void decode_bombThatDeclaresLess_isALie() {
        refused(
                Reason.LENGTH_LIE,
                "declares 1000 bytes unpacked but holds 1073741824",
                () -> decode(zeros(1000, 1 << 30), 1000));
    }

    @Test
    void rawLength_moreThanSoFewBytesHold_isALie() {
        byte[] block = HexFormat.of().parseHex("80808010" + "00".repeat(100));

        refused(
                Reason.LENGTH_LIE,
                "declares 33554432 bytes unpacked but holds at most 2133",
                () -> SnappyBlock.rawLength(block, 0, block.length));
    }

    @Test
    void decode_truncatedAtEveryByte_isRefused() {
        byte[] raw = new SeededCases.Random(1).bytes(700, 700);
        Arrays.fill(raw, 100, 400, (byte) 3);
        byte[] block = compress(raw);
        for (int length = 0; length < block.length; length++) {
            byte[] cut = Arrays.copyOf(block, length);
            assertThatThrownBy(() -> decode(cut, raw.length))
                    .asInstanceOf(InstanceOfAssertFactories.type(CompressionException.class))
                    .extracting(CompressionException::reason)
                    .isIn(Reason.MALFORMED, Reason.LENGTH_LIE);
        }
    }

    @Test
    void decode_brokenBlocks_saysHow() {
        refused(Reason.MALFORMED, "ends inside its length", () -> decode(hex(""), 10));
        refused(Reason.MALFORMED, "ends inside its length", () -> decode(hex("80"), 10));
        refused(Reason.MALFORMED, "more than 32 bits", () -> decode(hex("ffffffff10"), 10));
        refused(Reason.MALFORMED, "a copy from before the start", () -> decode(hex("040105"), 10));
        refused(Reason.MALFORMED, "inside an element", () -> decode(hex("0302ff"), 10));
        refused(Reason.MALFORMED, "inside a literal", () -> decode(hex("040c616263"), 10));
        refused(
                Reason.LENGTH_LIE,
                "declares 2 bytes unpacked but holds 1",
                () -> {
                    decode(hex("020061"), 10);
                });
    }

    @Test
    void decode_corpusAndMutations_staysInItsRoom() {
        FuzzCorpus.run("compress", 20_000, CompressFuzzer::fuzzerTestOneInput);
    }

    /// What must not be refused.
    interface Decode {
        byte[] run() throws CompressionException;
    }

    static byte[] taken(Decode decode) {
        try {
            return decode.run();
        } catch (CompressionException e) {
            throw new AssertionError(e);
        }
    }

    static void refused(
            Reason reason,
            String message,
            org.assertj.core.api.ThrowableAssert.ThrowingCallable decode) {
        assertThatThrownBy(decode)
                .hasMessageContaining(message)
                .asInstanceOf(InstanceOfAssertFactories.type(CompressionException.class))
                .extracting(CompressionException::reason)
                .isEqualTo(reason);
    }

    private static byte[] decode(byte[] block, int room) throws CompressionException {
        byte[] into = new byte[room];
        return Arrays.copyOf(into, SnappyBlock.decode(block, 0, block.length, into, 0));
    }

    private static byte[] compress(byte[] raw) {
        try {
            return Snappy.compress(raw);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A zero, then copies of 64 zeros (and one of 63), so that `count` come out.
    private static byte[] zeros(int declared, int count) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        int rest = declared;
        while (rest >= 0x80) {
            block.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        block.write(rest);
        block.writeBytes(hex("0000"));
        block.writeBytes(hex("fa0100"));
        byte[] copy = hex("fe0100");
        for (int i = 1; i < count / 64; i++) {
            block.writeBytes(copy);
        }
        return block.toByteArray();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
