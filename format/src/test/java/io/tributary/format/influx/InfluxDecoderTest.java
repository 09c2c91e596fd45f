package io.tributary.format.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.lines.BatchText;
import io.tributary.format.lines.BehaviourTable;
import io.tributary.format.lines.LineFault;
import io.tributary.model.flow.WriteBatch;
import io.tributary.testkit.AllocationProbe;
import io.tributary.testkit.SeededCases;
import io.tributary.testkit.fuzz.FuzzCorpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class InfluxDecoderTest {
    private static final InfluxRequest REQUEST =
            new InfluxRequest(InfluxPrecision.NANOSECONDS, "", 1_700_000_000_123L);
    private static final int MIB = 1024 * 1024;

    private final InfluxDecoder decoder = new InfluxDecoder(InfluxNames.USUAL);
    private final WriteBatch batch = new WriteBatch();

    @Test
    void decode_linesOfTheTable_becomeWhatItSays() throws IOException {
        BehaviourTable.check(
                "influx.test",
                (arguments, sent) -> {
                    String precision = "";
                    String database = "";
                    InfluxNames names = InfluxNames.USUAL;
                    for (String argument : arguments) {
                        String[] parts = argument.split("=", 2);
                        switch (parts[0]) {
                            case "precision" -> precision = parts[1];
                            case "db" -> database = parts[1];
                            case "separator" -> names = new InfluxNames(parts[1], "db", false);
                            case "nodb" -> names = new InfluxNames("_", "", false);
                            case "sanitized" -> names = new InfluxNames("_", "db", true);
                            default -> throw new AssertionError(argument);
                        }
                    }
                    InfluxDecoder own = new InfluxDecoder(names);
                    InfluxRequest request =
                            new InfluxRequest(
                                    InfluxPrecision.of(precision).orElseThrow(),
                                    database,
                                    InfluxFuzzer.RECEIVED_MILLIS);
                    own.decode(sent, 0, sent.length, request, batch);
                    return BatchText.of(batch, own.report());
                });
    }

    @Test
    void precision_unknownWord_isNone() {
        assertThat(InfluxPrecision.of("d")).isEmpty();
        assertThat(InfluxPrecision.of("µs")).contains(InfluxPrecision.MICROSECONDS);
    }

    @Test
    void decode_corpusAndMutations_keepTheInvariants() {
        FuzzCorpus.run("influx", 30_000, InfluxFuzzer::fuzzerTestOneInput);
    }

    /// Complete lines come out as they did; of the last nothing is made up.
    @Test
    void decode_truncatedAtEveryByte_keepsTheLinesBefore() {
        byte[] whole =
                """
                cpu,host=a\\ b,zone=é usage=0.25,idle=99i 1700000000000000000
                disk,path=C:\\\\ free=17u,label="a,\\" b",ok=t 1700000000000000000
                mem free=1e3 1700000000000000000
                """
                        .getBytes(StandardCharsets.UTF_8);
        List<String> all = samples(whole);
        assertThat(all).hasSize(5);
        for (int length = 0; length < whole.length; length++) {
            List<String> cut = samples(Arrays.copyOf(whole, length));
            long lines = new String(whole, 0, length, StandardCharsets.UTF_8).lines().count();
            int complete = lines <= 1 ? 0 : lines == 2 ? 2 : 4;
            assertThat(cut).hasSizeGreaterThanOrEqualTo(complete);
            assertThat(cut.subList(0, complete)).isEqualTo(all.subList(0, complete));
        }
    }

    @Test
    void decode_aMillionTags_isRefusedAlone() {
        StringBuilder line = new StringBuilder("m");
        for (int i = 0; i < 1_000_000; i++) {
            line.append(",t").append(i * 7919 % 1_000_003).append("=v");
        }
        decode(line + " f=1\nn f=2\n");

        assertThat(batch.seriesCount()).isEqualTo(1);
        assertThat(decoder.report().refusedByFault()).isEqualTo(Map.of(LineFault.TOO_LARGE, 1));
        assertThat(decoder.report().firstRefusal()).startsWith("line 1: more than 1024 tags");
    }

    /// A field of four bytes asks for two thousand refs.
    @Test
    void decode_manyFieldsWithManyTags_staysWithinTheBound() {
        StringBuilder line = new StringBuilder("m");
        for (int i = 0; i < 1_000; i++) {
            line.append(",t").append(i).append("=v");
        }
        line.append(' ').append("a=1,".repeat(1_000_000)).append("a=1");
        decode(line + "\nn f=2\n");

        assertThat(batch.seriesCount()).isEqualTo(1);
        assertThat(decoder.report().refusedByFault()).isEqualTo(Map.of(LineFault.TOO_LARGE, 1));
    }

    /// A field of four bytes asks for a name of a mebibyte.
    @Test
    void decode_manyFieldsWithLongNames_staysWithinTheBound() {
        decode("m".repeat(MIB) + " " + "a=1,".repeat(1_000_000) + "a=1\nn f=2\n");

        assertThat(batch.seriesCount()).isEqualTo(1);
        assertThat(batch.bytes()).hasSizeLessThan(160 * MIB);
        assertThat(decoder.report().refusedByFault()).isEqualTo(Map.of(LineFault.TOO_LARGE, 1));
    }

    @Test
    @Timeout(20)
    void decode_linesOf32Mebibytes_takeLinearTime() {
        decode("m,t=" + "x".repeat(32 * MIB) + " f=1 1");
        assertThat(batch.seriesCount()).isEqualTo(1);

        decode("m f=\"" + "\n".repeat(32 * MIB) + "\",g=1 1");
        assertThat(batch.seriesCount()).isEqualTo(1);
        assertThat(decoder.report().dropped()).isEqualTo(1);

        decode("m f=1 " + "9".repeat(32 * MIB) + "\nm f=" + "9".repeat(32));
        assertThat(batch.seriesCount()).isEqualTo(1);
    }

    @Test
    @Timeout(20)
    void decode_manyLinesOfTagsInReverse_takeNearlyLinearTime() {
        StringBuilder line = new StringBuilder("m");
        for (int i = InfluxDecoder.TAGS_MAX; i > 0; i--) {
            line.append(",t").append(1_000 + i).append("=1");
        }
        decode((line + " f=1\n").repeat(16 * MIB / line.length()));

        assertThat(decoder.report().firstRefusal()).isEmpty();
        assertThat(batch.symbols().count()).isGreaterThan(2 * InfluxDecoder.TAGS_MAX);
    }

    /// Texts that do not end, and such that end where a line of its own begins another.
    @Test
    @Timeout(20)
    void decode_hostileQuotes_takeLinearTime() {
        for (String line :
                List.of(
                        "m f=\"\n",
                        "m f=\",b=\"\n",
                        "m f=\"\",b=\"\n",
                        "m f=\"x\n\n\n\n\n",
                        "m f=\\\"\n",
                        "m f=\"\\\n",
                        "m f=1,\"\n")) {
            decode(line.repeat(4 * MIB / line.length()) + "ok f=1");
        }
        assertThat(batch.seriesCount()).isEqualTo(1);
    }

    @Test
    void decode_anyBytes_endInABatch() {
        SeededCases.run(2_000, random -> InfluxFuzzer.fuzzerTestOneInput(random.bytes(0, 200)));
    }

    @Test
    void decode_lines_allocatesNothingPerLine() {
        byte[] request =
                "cpu,host=a\\ b,zone=z usage=0.25,idle=99i,ok=true,name=\"x\" 1700000000000000000\n"
                        .repeat(100)
                        .getBytes(StandardCharsets.UTF_8);
        long bytes =
                AllocationProbe.bytes(
                        () -> decoder.decode(request, 0, request.length, REQUEST, batch));
        assertThat(bytes).isZero();
    }

    private List<String> samples(byte[] request) {
        decoder.decode(request, 0, request.length, REQUEST, batch);
        return BatchText.lines(batch);
    }

    private void decode(String request) {
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        decoder.decode(bytes, 0, bytes.length, REQUEST, batch);
    }
}
