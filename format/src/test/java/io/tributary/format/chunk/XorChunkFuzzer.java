package io.tributary.format.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

/// Jazzer target: whatever the bytes, reading a chunk ends in as many samples as it says, or in a
/// refusal; and what was read comes back when written again.
public final class XorChunkFuzzer {
    private static final int MARGIN = 12;

    private XorChunkFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] bytes = new byte[input.length + 2 * MARGIN];
        Arrays.fill(bytes, (byte) 0xFF);
        System.arraycopy(input, 0, bytes, MARGIN, input.length);
        XorChunkReader reader = new XorChunkReader();
        try {
            reader.reset(bytes, MARGIN, input.length);
            List<Samples.Sample> samples = Samples.drain(reader);
            assertThat(samples).hasSize(reader.count());
            assertThat(Samples.decode(Samples.encode(samples))).isEqualTo(samples);
        } catch (CorruptChunkException e) {
            assertThat(e).hasMessageStartingWith("corrupt chunk: ");
        }
    }
}
