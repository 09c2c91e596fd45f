package io.tributary.format.exposition.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.exposition.ExpositionDecoder;
import io.tributary.format.exposition.ExpositionFormat;
import io.tributary.format.lines.BatchText;
import io.tributary.model.flow.WriteBatch;
import io.tributary.testkit.peers.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// Prometheus' library for Go writes one moment in protobuf and as text (`.ci/pusher`): we make the
/// same of both, and of protobuf what text has no words for besides.
@Tag("peers")
@TestInstance(Lifecycle.PER_CLASS)
final class ClientGolangTest {
    private static final int SECONDS_MAX = 30;

    private List<String> text = List.of();
    private List<String> protobuf = List.of();

    @BeforeAll
    void write(@TempDir Path directory) throws Exception {
        Path pusher = Peers.require("pusher");
        Process process =
                new ProcessBuilder(pusher.toString(), "families", directory.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(directory.resolve("log"))).isZero();
        byte[] written = Files.readAllBytes(directory.resolve("text"));
        ExpositionDecoder texts = new ExpositionDecoder();
        WriteBatch batch = new WriteBatch();
        texts.decode(
                written, 0, written.length, ExpositionFormat.TEXT, Families.RECEIVED_MILLIS, batch);
        text = BatchText.of(batch, texts.report()).lines().toList();
        written = Files.readAllBytes(directory.resolve("protobuf"));
        FamilyDecoder families = new FamilyDecoder();
        families.decode(written, 0, written.length, Families.RECEIVED_MILLIS, batch);
        protobuf = BatchText.of(batch, families.report()).lines().toList();
    }

    /// Of a histogram that is native alone, text has count, sum and a bucket of all.
    @Test
    void decode_oneMomentTwice_isTheSame() {
        List<String> said =
                protobuf.stream()
                        .filter(line -> line.startsWith("{") && !line.contains(" schema="))
                        .map(line -> sorted(line.replaceAll(" since \\d+$", "")))
                        .sorted()
                        .toList();
        List<String> written =
                text.stream()
                        .filter(line -> line.startsWith("{") && !isNativeAlone(line))
                        .map(ClientGolangTest::sorted)
                        .sorted()
                        .toList();

        assertThat(said).isEqualTo(written).hasSizeGreaterThan(25);
        assertThat(metadata(protobuf)).isEqualTo(metadata(text)).hasSize(8);
    }

    @Test
    void decode_nativeHistograms_areThere() {
        assertThat(protobuf)
                .filteredOn(line -> line.contains(" schema="))
                .satisfiesExactly(
                        both ->
                                assertThat(both)
                                        .startsWith("{\"__name__\"=\"both_seconds\"}")
                                        .contains("schema=0", "zero=9", "count=100")
                                        .containsPattern("hint=UNKNOWN since \\d+$"),
                        alone ->
                                assertThat(alone)
                                        .startsWith("{\"__name__\"=\"native_seconds\"}")
                                        .contains("schema=3", "zero=0", "count=100"),
                        unused ->
                                assertThat(unused)
                                        .startsWith("{\"__name__\"=\"unused_seconds\"}")
                                        .contains("schema=3", "count=0"));
    }

    /// Of a counter, of four classic buckets, of a native histogram, and of the bucket of all that
    /// it has beside.
    @Test
    void decode_startsAndExemplars_areThere() {
        assertThat(protobuf)
                .filteredOn(line -> line.startsWith("{") && !line.contains(" since "))
                .allSatisfy(line -> assertThat(line).containsPattern("\"(level|anything)\""));
        assertThat(protobuf)
                .filteredOn(line -> line.startsWith("exemplar of "))
                .hasSize(1 + 4 + 5 + 1)
                .anySatisfy(line ->
                        assertThat(line)
                                .startsWith(
                                        "exemplar of {\"kind\"=\"full\", \"__name__\"=\"jobs_total\"}: {\"trace_id\"=\"a1\"} ")
                                .endsWith(" 7"))
                .anySatisfy(line ->
                        assertThat(line)
                                .startsWith(
                                        "exemplar of {\"le\"=\"0.25\", \"__name__\"=\"classic_seconds_bucket\"}: {\"trace_id\"=\"2\"} ")
                                .endsWith(" 0.25"));
    }

    private static boolean isNativeAlone(String line) {
        return line.contains("\"unused_seconds_");
    }

    private static List<String> metadata(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("metadata ")).toList();
    }

    /// With the labels in one order: text has a name first.
    private static String sorted(String line) {
        int end = line.lastIndexOf('}');
        List<String> labels = List.of(line.substring(1, end).split(", (?=\")", -1));
        return labels.stream().sorted().toList() + line.substring(end + 1);
    }
}
