package io.tributary.format.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.SeededCases;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ZstdEncoderTest {
    @Test
    void encode_ofAnything_isDecodedToTheSame() {
        try (ZstdEncoder encoder = new ZstdEncoder(1)) {
            SeededCases.run(
                    300,
                    random -> {
                        byte[] raw = random.bytes(0, random.size(100_000));
                        if (random.oneIn(2)) {
                            Arrays.fill(raw, 0, raw.length / 2, (byte) 7);
                        }
                        byte[] frame = new byte[3 + ZstdEncoder.bytesMax(raw.length)];
                        int length = encoder.encode(raw, 0, raw.length, frame, 3);
                        byte[] decoded = new byte[raw.length];
                        try {
                            assertThat(Zstd.rawLength(frame, 3, length)).hasValue(raw.length);
                            assertThat(Zstd.decode(frame, 3, length, decoded, 0))
                                    .isEqualTo(raw.length);
                        } catch (CompressionException e) {
                            throw new AssertionError(e);
                        }
                        assertThat(decoded).isEqualTo(raw);
                    });
        }
    }

    @Test
    void encode_withoutRoom_isRefused() {
        try (ZstdEncoder encoder = new ZstdEncoder(1)) {
            assertThatThrownBy(() -> encoder.encode(new byte[1_000], 0, 1_000, new byte[1_000], 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
