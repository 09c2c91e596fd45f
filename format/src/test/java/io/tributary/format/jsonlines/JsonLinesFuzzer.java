package io.tributary.format.jsonlines;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.lines.BatchText;
import io.tributary.format.lines.LineReport;
import io.tributary.model.flow.WriteBatch;
import java.util.Arrays;

/// Jazzer target: whatever the bytes, a batch that can be read comes of them; nothing outside of
/// them is looked at; what is written of it reads as the same, and is written the same again.
public final class JsonLinesFuzzer {
    /// Bytes before and behind the lines, so that a read outside of them is seen.
    private static final int MARGIN = 16;

    private JsonLinesFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        WriteBatch batch = new WriteBatch();
        String whole = decode(input, (byte) '"', batch);
        assertThat(decode(input, (byte) '1', new WriteBatch())).isEqualTo(whole);

        byte[] written = Lines.write(batch);
        WriteBatch again = new WriteBatch();
        String read = decode(written, (byte) 0, again);
        // Labels that the store would not keep: none, by one name, not UTF-8.
        if (batch.sampleCount() == again.sampleCount()) {
            assertThat(Lines.write(again)).isEqualTo(written);
            for (int i = 0; i < batch.sampleCount(); i++) {
                assertThat(again.valueBits(i)).isEqualTo(batch.valueBits(i));
                assertThat(again.timeMillis(i)).isEqualTo(batch.timeMillis(i));
                assertThat(again.startMillis(i)).isEqualTo(batch.startMillis(i));
            }
        } else {
            assertThat(read).contains("there is no metric");
        }
    }

    private static String decode(byte[] lines, byte margin, WriteBatch batch) {
        byte[] bytes = new byte[lines.length + 2 * MARGIN];
        Arrays.fill(bytes, margin);
        System.arraycopy(lines, 0, bytes, MARGIN, lines.length);
        JsonLinesDecoder decoder = new JsonLinesDecoder();
        decoder.decode(bytes, MARGIN, lines.length, batch);
        LineReport report = decoder.report();
        assertThat(report.refused() == 0).isEqualTo(report.firstRefusal().isEmpty());
        return BatchText.of(batch, report);
    }
}
