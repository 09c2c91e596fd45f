package io.tributary.format.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;

/// Jazzer target: whatever the bytes, reading a chunk ends in as many samples as it says, or in a
/// refusal, one by one as in columns; and what was read comes back when written again.
public final class XorChunkFuzzer {
    private static final int MARGIN = 24;

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
            reader.reset(bytes, MARGIN, input.length);
            assertThat(Samples.drainColumns(reader)).isEqualTo(samples);
            assertThat(Samples.decode(Samples.encode(samples))).isEqualTo(samples);
        } catch (CorruptChunkException e) {
            assertThat(e).hasMessageStartingWith("corrupt chunk: ");
            assertThatColumnsAreRefused(bytes, input.length, e);
        }
    }

    /// At the same sample; where the bytes end within a code, what is told may be that it is wrong.
    private static void assertThatColumnsAreRefused(
            byte[] bytes, int length, CorruptChunkException reason) {
        String told = String.valueOf(reason.getMessage());
        String where = told.substring(Math.max(0, told.lastIndexOf("in sample")));
        XorChunkReader reader = new XorChunkReader();
        assertThatThrownBy(
                        () -> {
                            reader.reset(bytes, MARGIN, length);
                            Samples.drainColumns(reader);
                        })
                .isInstanceOf(CorruptChunkException.class)
                .hasMessageEndingWith(where);
    }
}
