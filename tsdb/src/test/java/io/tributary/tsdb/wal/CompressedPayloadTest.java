package io.tributary.tsdb.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CompressedPayloadTest {
    @Test
    void pack_ofWhatSavesAPage_isUnpackedToTheSame() {
        try (CompressedPayload.Packer packer = new CompressedPayload.Packer()) {
            SeededCases.run(
                    300,
                    random -> {
                        byte[] raw = random.bytes(0, 60_000);
                        Arrays.fill(raw, random.between(0, raw.length), raw.length, (byte) 1);
                        int packed = packer.pack(raw, raw.length);
                        if (packed == 0) {
                            return;
                        }
                        assertThat(Frame.spaceBytes(packed))
                                .isLessThan(Frame.spaceBytes(raw.length));
                        CompressedPayload.Unpacker unpacker = new CompressedPayload.Unpacker();
                        try {
                            assertThat(unpacker.unpack(packer.bytes(), packed))
                                    .isEqualTo(raw.length);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        assertThat(Arrays.copyOf(unpacker.bytes(), raw.length)).isEqualTo(raw);
                    });
        }
    }

    @Test
    void pack_ofASmallOrRandomPayload_isLeftAlone() {
        try (CompressedPayload.Packer packer = new CompressedPayload.Packer()) {
            assertThat(packer.pack(new byte[5_000], Frame.PAGE_BYTES)).isZero();
            assertThat(packer.pack(new byte[5_000], 5_000)).isPositive();
            assertThat(packer.pack(new Random(1).bytes(50_000, 50_000), 50_000)).isZero();
        }
    }

    @Test
    void unpack_ofLengthsThatLie_isRefused() throws IOException {
        try (CompressedPayload.Packer packer = new CompressedPayload.Packer()) {
            int packed = packer.pack(new byte[10_000], 10_000);
            byte[] stored = Arrays.copyOf(packer.bytes(), packed);
            CompressedPayload.Unpacker unpacker = new CompressedPayload.Unpacker();
            assertThat(unpacker.unpack(stored, packed)).isEqualTo(10_000);
            for (int wrong : new int[] {0, 1, 3}) {
                byte[] lying = stored.clone();
                lying[wrong] ^= 0x40;
                assertThatIOException().isThrownBy(() -> unpacker.unpack(lying, packed));
            }
            assertThatIOException().isThrownBy(() -> unpacker.unpack(stored, 3));
            assertThatIOException().isThrownBy(() -> unpacker.unpack(stored, packed - 1));
        }
    }
}
