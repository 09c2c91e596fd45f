package io.tributary.format.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Jazzer target: whatever the bytes, reading a chunk of histograms ends in as many as it says, or
/// in a refusal; and what was read comes back when written again. The first byte picks the
/// encoding.
public final class HistogramChunkFuzzer {
    private static final int MARGIN = 12;

    private HistogramChunkFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte encoding =
                input[0] % 2 == 0
                        ? HistogramChunkWriter.INTEGER_ENCODING
                        : HistogramChunkWriter.FLOAT_ENCODING;
        byte[] bytes = new byte[input.length + 2 * MARGIN];
        Arrays.fill(bytes, (byte) 0xFF);
        System.arraycopy(input, 0, bytes, MARGIN, input.length);
        HistogramChunkReader reader = new HistogramChunkReader();
        try {
            reader.reset(encoding, bytes, MARGIN + 1, input.length - 1);
            List<Histograms.Sample> samples = Histograms.drain(reader);
            assertThat(samples).hasSize(reader.count());
            List<Histograms.Sample> again = new ArrayList<>();
            for (Histograms.Chunk chunk : Histograms.encode(samples)) {
                again.addAll(Histograms.decode(chunk));
            }
            for (int i = 0; i < samples.size(); i++) {
                assertThat(again.get(i).timeMillis()).isEqualTo(samples.get(i).timeMillis());
                assertThat(again.get(i).histogram()).isEqualTo(samples.get(i).histogram());
            }
        } catch (CorruptChunkException e) {
            assertThat(e).hasMessageStartingWith("corrupt chunk: ");
        }
    }
}
