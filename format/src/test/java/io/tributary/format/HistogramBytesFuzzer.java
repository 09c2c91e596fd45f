package io.tributary.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.histogram.CorruptHistogramException;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramBytes;
import io.tributary.model.histogram.HistogramBytesReader;
import io.tributary.model.histogram.HistogramParts;
import java.util.Arrays;

/// Jazzer target: bytes are no histogram, or they are the bytes it would be written as. Stands here
/// because `model` has no Jazzer.
public final class HistogramBytesFuzzer {
    private HistogramBytesFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        HistogramParts parts = new HistogramParts();
        try {
            new HistogramBytesReader().read(input, 0, input.length, parts);
        } catch (CorruptHistogramException e) {
            assertThat(e).hasMessageStartingWith("corrupt histogram: ");
            return;
        }
        HistogramBytes bytes = new HistogramBytes();
        bytes.append(parts);
        assertThat(Arrays.copyOf(bytes.bytes(), bytes.sizeBytes())).isEqualTo(input);
        HistogramParts copy = new HistogramParts();
        Histogram.of(parts).into(copy);
        assertThat(Histogram.of(copy)).isEqualTo(Histogram.of(parts));
    }
}
