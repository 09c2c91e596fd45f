package io.tributary.format.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.lines.BatchText;
import io.tributary.format.lines.LineReport;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Jazzer target: whatever the bytes, a batch that can be read comes of them; nothing outside of
/// them is looked at; and a line alone becomes what it becomes among others, unless a text goes
/// over lines.
public final class InfluxFuzzer {
    static final long RECEIVED_MILLIS = 1_700_000_000_123L;

    /// Bytes before and behind the request, so that a read outside of it is seen.
    private static final int MARGIN = 16;

    private InfluxFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        String whole = decode(input, (byte) '"');
        assertThat(decode(input, (byte) '1')).isEqualTo(whole);
        if (!new String(input, StandardCharsets.ISO_8859_1).contains("\"")) {
            assertThat(apart(input))
                    .isEqualTo(whole.lines().filter(InfluxFuzzer::isSample).toList());
        }
    }

    private static List<String> apart(byte[] input) {
        List<String> samples = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= input.length; at++) {
            if (at == input.length || input[at] == '\n') {
                decode(Arrays.copyOfRange(input, from, at), (byte) '\n')
                        .lines()
                        .filter(InfluxFuzzer::isSample)
                        .forEach(samples::add);
                from = at + 1;
            }
        }
        return samples;
    }

    private static boolean isSample(String line) {
        return line.startsWith("{");
    }

    private static String decode(byte[] request, byte margin) {
        byte[] bytes = new byte[request.length + 2 * MARGIN];
        Arrays.fill(bytes, margin);
        System.arraycopy(request, 0, bytes, MARGIN, request.length);
        return decode(
                bytes,
                MARGIN,
                request.length,
                new InfluxRequest(InfluxPrecision.BY_DIGITS, "d", RECEIVED_MILLIS));
    }

    static String decode(byte[] bytes, int offset, int length, InfluxRequest request) {
        WriteBatch batch = new WriteBatch();
        InfluxDecoder decoder = new InfluxDecoder(InfluxNames.USUAL);
        decoder.decode(bytes, offset, length, request, batch);
        LineReport report = decoder.report();
        assertThat(report.refused() == 0).isEqualTo(report.firstRefusal().isEmpty());
        assertThat(report.refusedByFault().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(report.refused());
        return BatchText.of(batch, report);
    }
}
