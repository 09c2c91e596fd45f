package io.tributary.format.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.lines.BatchText;
import io.tributary.format.lines.BehaviourTable;
import io.tributary.model.flow.WriteBatch;
import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.fuzz.FuzzCorpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ExpositionDecoderTest {
    private static final int MIB = 1024 * 1024;

    private final ExpositionDecoder decoder = new ExpositionDecoder();
    private final WriteBatch batch = new WriteBatch();

    @Test
    void decode_linesOfTheTable_becomeWhatItSays() throws IOException {
        BehaviourTable.check(
                "exposition.test",
                (arguments, sent) ->
                        ExpositionFuzzer.decode(
                                sent,
                                0,
                                sent.length,
                                arguments.equals(List.of("openmetrics"))
                                        ? ExpositionFormat.OPEN_METRICS
                                        : ExpositionFormat.TEXT,
                                batch));
    }

    @Test
    void decode_corpusAndMutations_keepTheInvariants() {
        FuzzCorpus.run("exposition", 20_000, ExpositionFuzzer::fuzzerTestOneInput);
    }

    @Test
    void decode_anyBytes_endInABatch() {
        SeededCases.run(2_000, random -> ExpositionFuzzer.fuzzerTestOneInput(random.bytes(0, 200)));
    }

    /// A cut text of OpenMetrics is told from a whole one, and no cut number is taken.
    @Test
    void decode_openMetricsTruncatedAtEveryByte_takesWholeLinesOnly() {
        byte[] whole =
                """
                # TYPE a counter
                a_total{x="y\\"z"} 12.5 1700000000.5 # {trace_id="abc"} 0.5 1700000000
                {"b.c",d="e"} 17
                # EOF
                """
                        .getBytes(StandardCharsets.UTF_8);
        List<String> all = decode(whole, ExpositionFormat.OPEN_METRICS);
        assertThat(decoder.report().refused()).isZero();
        for (int length = 0; length < whole.length - 1; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(all).containsAll(decode(cut, ExpositionFormat.OPEN_METRICS));
            assertThat(decoder.report().firstRefusal()).isNotEmpty();
        }
    }

    @Test
    @Timeout(20)
    void decode_linesOf32Mebibytes_takeLinearTime() {
        decode("a{b=\"" + "x".repeat(32 * MIB) + "\"} 1");
        assertThat(batch.seriesCount()).isEqualTo(1);

        decode("a{b=\"" + "\n".repeat(32 * MIB) + "\"} 1");
        assertThat(batch.seriesCount()).isEqualTo(1);

        decode("a 1 " + "9".repeat(32 * MIB) + "\na " + "9".repeat(32));
        assertThat(batch.seriesCount()).isEqualTo(1);
    }

    @Test
    void decode_aMillionLabels_isOneSeries() {
        decode("a{" + "b=\"\",".repeat(1_000_000) + "} 1");

        assertThat(batch.seriesCount()).isEqualTo(1);
        assertThat(batch.keyLength(0)).isEqualTo(2_000_002);
    }

    /// Quotes that are not closed, and such that close where a line of its own opens another.
    @Test
    @Timeout(20)
    void decode_hostileQuotes_takeLinearTime() {
        for (String line :
                List.of(
                        "a{b=\"\n",
                        "a{\"\n",
                        "a{b=\"\",c=\"\n",
                        "a{b=\"x\n\n\n\n\n",
                        "a{b=\\\"\n",
                        "a{b=\"\\\n",
                        "a 1 # {b=\"\n",
                        "# HELP \"\n",
                        "# TYPE \"a\n")) {
            decode(line.repeat(4 * MIB / line.length()) + "\n!\"\nok 1");
        }
        assertThat(batch.seriesCount()).isEqualTo(1);
    }

    @Test
    void decode_samples_allocatesNothingPerLine() {
        byte[] text =
                "a_total{b=\"c\\\"\",d=\"é\"} 0.25 1700000000000\n{\"e.f\",g=\"\"} 17\n"
                        .repeat(100)
                        .getBytes(StandardCharsets.UTF_8);
        long bytes =
                AllocationProbe.bytes(() ->
                        decoder.decode(text, 0, text.length, ExpositionFormat.TEXT, 0, batch));
        assertThat(bytes).isZero();
    }

    private List<String> decode(byte[] text, ExpositionFormat format) {
        decoder.decode(text, 0, text.length, format, 0, batch);
        return BatchText.lines(batch);
    }

    private void decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        decoder.decode(bytes, 0, bytes.length, ExpositionFormat.TEXT, 0, batch);
    }
}
