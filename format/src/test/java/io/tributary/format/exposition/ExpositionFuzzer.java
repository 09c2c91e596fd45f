package io.tributary.format.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.lines.BatchText;
import io.tributary.format.lines.LineReport;
import io.tributary.model.flow.WriteBatch;
import java.util.Arrays;

/// Jazzer target: whatever the bytes, a batch that can be read comes of them in either format;
/// nothing outside of them is looked at; and what was taken is taken again behind a line that is
/// refused.
public final class ExpositionFuzzer {
    static final long RECEIVED_MILLIS = 1_700_000_000_123L;

    /// Bytes before and behind the text, so that a read outside of it is seen.
    private static final int MARGIN = 16;

    private ExpositionFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        for (ExpositionFormat format : ExpositionFormat.values()) {
            WriteBatch batch = new WriteBatch();
            String whole = decode(input, (byte) '"', format, batch);
            assertThat(decode(input, (byte) '1', format, new WriteBatch())).isEqualTo(whole);
            byte[] behind = new byte[input.length + 2];
            behind[0] = '!';
            behind[1] = '\n';
            System.arraycopy(input, 0, behind, 2, input.length);
            WriteBatch again = new WriteBatch();
            assertThat(decode(behind, (byte) 0, format, again)).contains("refused {SYNTAX=");
            assertThat(BatchText.lines(again)).isEqualTo(BatchText.lines(batch));
        }
    }

    private static String decode(
            byte[] text, byte margin, ExpositionFormat format, WriteBatch batch) {
        byte[] bytes = new byte[text.length + 2 * MARGIN];
        Arrays.fill(bytes, margin);
        System.arraycopy(text, 0, bytes, MARGIN, text.length);
        return decode(bytes, MARGIN, text.length, format, batch);
    }

    static String decode(
            byte[] bytes, int offset, int length, ExpositionFormat format, WriteBatch batch) {
        ExpositionDecoder decoder = new ExpositionDecoder();
        decoder.decode(bytes, offset, length, format, RECEIVED_MILLIS, batch);
        LineReport report = decoder.report();
        assertThat(report.refused() == 0).isEqualTo(report.firstRefusal().isEmpty());
        return BatchText.of(batch, report);
    }
}
