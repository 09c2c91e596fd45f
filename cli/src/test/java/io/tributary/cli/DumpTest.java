package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.server.WriteRequest2Bytes;
import io.tributary.server.WriteRequestBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tributary dump`: the lines that its reference shows, and what it refuses.
class DumpTest {
    private static final Path REFERENCE = Path.of("../docs/reference/dump.md");
    private static final long TIME = 1_700_000_000_000L;
    private static final String[] OLD = {"--set", "head.backlogMax=36000d"};

    @TempDir private Path directory;

    @Test
    void dump_ofTwoTenants_isAsTheReferenceShows() throws Exception {
        Path data = directory.resolve("data");
        try (ServerProcess server = start(data)) {
            assertThat(server.push(example())).isEqualTo(204);
            assertThat(server.push(notes())).isEqualTo(204);
            assertThat(
                            server.push(
                                    "team-b",
                                    new WriteRequestBytes()
                                            .sample(TIME, -0.0, "__name__", "up", "zone", "é\n")
                                            .snappy()))
                    .isEqualTo(204);
            server.kill();
        }
        FileTree tree = new FileTree(data);
        var before = tree.state();

        Dumped text = Dumped.of(data);
        Dumped json = Dumped.of(data, "--json");

        assertThat(text.code()).as(text.err()).isZero();
        assertThat(json.code()).as(json.err()).isZero();
        assertThat(tree.state()).isEqualTo(before);
        assertShown("text", text.text());
        assertShown("json", json.text());
    }

    @Test
    void dump_ofOneTenantOrSelector_leavesOutTheOthers() throws Exception {
        Path data = directory.resolve("data");
        try (ServerProcess server = start(data)) {
            assertThat(server.push(example())).isEqualTo(204);
            assertThat(server.push("team-b", example())).isEqualTo(204);
            assertThat(server.stop()).isZero();
        }

        assertThat(Dumped.of(data).samples()).hasSize(4);
        assertThat(Dumped.of(data, "--tenant", "team-b").samples().keySet())
                .hasSize(2)
                .allMatch(series -> series.startsWith("team-b {"));
        assertThat(Dumped.of(data, "--match", "odd{job=~\"n.*\"}").samples().keySet())
                .hasSize(2)
                .allMatch(series -> series.contains("{__name__=\"odd\", "));
        String braces = "{__name__=\"odd\", \"dotted.name\"=\"x\", job=\"node\"}";
        assertThat(Dumped.of(data, "--match", braces, "--tenant", "team-b").samples().keySet())
                .containsExactly("team-b " + braces);
        assertThat(Dumped.of(data, "--tenant", "nobody").out())
                .containsExactly(
                        "end tenants=0 series=0 samples=0 exemplars=0 metadata=0 losses=0");
    }

    @Test
    void dump_ofASelector_showsTheNotesOfItsSeriesOnly() throws Exception {
        Path data = directory.resolve("data");
        try (ServerProcess server = start(data)) {
            assertThat(server.push(example())).isEqualTo(204);
            assertThat(server.push(notes())).isEqualTo(204);
            assertThat(server.stop()).isZero();
        }

        assertThat(Dumped.of(data, "--match", "up").out())
                .last()
                .isEqualTo("end tenants=1 series=1 samples=3 exemplars=0 metadata=0 losses=0");
        Dumped latency = Dumped.of(data, "--match", "latency_seconds{path!=\"/y\"}");
        assertThat(latency.out())
                .filteredOn(line -> line.startsWith("metadata "))
                .singleElement()
                .asString()
                .startsWith("metadata anonymous latency_seconds ");
        assertThat(latency.out()).filteredOn(line -> line.startsWith("  exemplar ")).hasSize(2);
        assertThat(latency.samples().keySet())
                .containsExactly("anonymous {__name__=\"latency_seconds\", path=\"/x\"}");
    }

    @Test
    void dump_ofManyLongHistograms_hasLinesOfBoundedLength() throws Exception {
        Path data = directory.resolve("data");
        List<Histogram.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            buckets.add(new Histogram.Bucket(i, 1));
        }
        Histogram wide =
                new Histogram(
                        Histogram.Kind.INTEGER, 8, 0, 0, 2_000, 0, buckets, List.of(), List.of());
        int count = 300;
        try (ServerProcess server = start(data)) {
            WriteRequestBytes request = new WriteRequestBytes();
            for (int i = 0; i < count; i++) {
                request.histogram(TIME + i, ResetHint.UNKNOWN, wide, "__name__", "wide");
            }
            assertThat(server.push(request.snappy())).isEqualTo(204);
            assertThat(server.stop()).isZero();
        }

        Dumped json = Dumped.of(data, "--json");

        assertThat(json.out()).hasSizeBetween(count / 5, count);
        assertThat(json.out()).allMatch(line -> line.length() < 150_000);
        assertThat(json.out().stream().mapToInt(DumpTest::histograms).sum()).isEqualTo(count);
        Dumped text = Dumped.of(data);
        assertThat(text.samples().values())
                .singleElement()
                .satisfies(samples -> assertThat(samples).hasSize(count));
        assertThat(text.samples().values().iterator().next().values())
                .allMatch(value ->
                        value.startsWith("histogram integers ")
                                && value.endsWith(",1998:1,1999:1"));
    }

    private static int histograms(String line) {
        return line.split("\"kind\":\"integers\"", -1).length - 1;
    }

    @Test
    void dump_ofSamplesWithStarts_tellsSinceWhenTheyCount() throws Exception {
        Path data = directory.resolve("data");
        try (ServerProcess server = start(data)) {
            byte[] request =
                    new WriteRequest2Bytes()
                            .series("__name__", "a_total")
                            .sample(TIME, 1, TIME - 1_000)
                            .sample(TIME + 1, 2.5)
                            .sample(TIME + 2, Double.longBitsToDouble(0x7ff800000000beefL), TIME)
                            .snappy();
            assertThat(server.push2(request)).isEqualTo(204);
            assertThat(server.stop()).isZero();
        }

        assertThat(Dumped.of(data).samples().values().iterator().next().values())
                .containsExactly(
                        "1 start=" + (TIME - 1_000),
                        "2.5",
                        "NaN bits=7ff800000000beef start=" + TIME);
        assertThat(Dumped.of(data, "--json").out().getFirst())
                .endsWith(
                        "\"samples\":[[%d,\"1\",{\"start\":%d}],[%d,\"2.5\"],[%d,\"NaN\",\"7ff800000000beef\",{\"start\":%d}]]}"
                                .formatted(TIME, TIME - 1_000, TIME + 1, TIME + 2, TIME));
    }

    @Test
    void dump_ofADirectoryInUse_isRefusedNamingItAndTheServerGoesOn() throws Exception {
        Path data = directory.resolve("data");
        try (ServerProcess server = start(data)) {
            Dumped dumped = Dumped.of(data);

            assertThat(dumped.code()).isEqualTo(1);
            assertThat(dumped.out()).isEmpty();
            assertThat(dumped.err()).startsWith("tributary: data directory " + data + " is in use");
            assertThat(server.push(example())).isEqualTo(204);
            assertThat(server.stop()).isZero();
        }
        assertThat(Dumped.of(data).samples()).hasSize(2);
    }

    @Test
    void dump_ofNoDataDirectory_isRefusedAndMakesNothing() throws IOException {
        Path nowhere = directory.resolve("nowhere");
        assertRefused(nowhere, "cannot open directory " + nowhere);
        assertThat(nowhere).doesNotExist();

        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertRefused(empty, empty + " has no file \"version\"");
        assertThat(empty).isEmptyDirectory();

        Files.writeString(empty.resolve("version"), "tributary data 99\n");
        assertRefused(empty, "file \"version\" says \"tributary data 99\"");
    }

    @Test
    void dump_wrongUsage_is2() {
        assertThat(Dumped.run("dump").code()).isEqualTo(2);
        assertThat(Dumped.run("dump").err()).contains("--data");
        Dumped selector = Dumped.of(directory, "--match", "up{");
        assertThat(selector.code()).isEqualTo(2);
        assertThat(selector.err()).contains("--match: 1:4: parse error");
        assertThat(Dumped.of(directory, "--match", "rate(up[5m])").code()).isEqualTo(2);
    }

    private ServerProcess start(Path data) throws IOException {
        return ServerProcess.start("server", data, directory.resolve("log"), OLD);
    }

    /// Ordinary values, and those whose bits a text can lose.
    private static byte[] example() {
        WriteRequestBytes request = new WriteRequestBytes();
        request.sample(TIME, 1, "__name__", "up", "job", "node");
        request.sample(TIME + 15_000, 0.1 + 0.2, "__name__", "up", "job", "node");
        request.sample(TIME + 30_000, stale(), "__name__", "up", "job", "node");
        double[] odd = {
            Double.longBitsToDouble(0x7ff8000000000001L),
            Double.longBitsToDouble(0x7ff800000000beefL),
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE
        };
        for (int i = 0; i < odd.length; i++) {
            request.sample(TIME + i, odd[i], "__name__", "odd", "dotted.name", "x", "job", "node");
        }
        return request.snappy();
    }

    /// A native histogram of each kind, their end, and what is kept beside samples.
    private static byte[] notes() {
        WriteRequestBytes request = new WriteRequestBytes();
        String[] series = {"__name__", "latency_seconds", "path", "/x"};
        Histogram integers =
                new Histogram(
                        Histogram.Kind.INTEGER,
                        3,
                        bits(0x1p-128),
                        2,
                        12,
                        bits(18.5),
                        buckets(-2, 1, 0, 3, 1, 2),
                        buckets(4, 4),
                        List.of());
        Histogram floats =
                new Histogram(
                        Histogram.Kind.FLOAT,
                        0,
                        bits(0.001),
                        bits(0.25),
                        bits(2.75),
                        0x7ff800000000beefL,
                        buckets(1, bits(2.5)),
                        List.of(),
                        List.of());
        Histogram custom =
                new Histogram(
                        Histogram.Kind.INTEGER,
                        Histogram.CUSTOM_BOUNDS,
                        0,
                        0,
                        5,
                        bits(1.25),
                        buckets(0, 3, 2, 2),
                        List.of(),
                        List.of(bits(0.005), bits(1), bits(1e9)));
        request.histogram(TIME, ResetHint.UNKNOWN, integers, series);
        request.histogram(TIME + 15_000, ResetHint.UNKNOWN, integers, series);
        request.histogram(TIME + 30_000, ResetHint.GAUGE, floats, series);
        request.histogram(TIME + 45_000, ResetHint.RESET, custom, series);
        request.histogram(TIME + 60_000, ResetHint.UNKNOWN, Histogram.STALE, series);
        Labels trace = Labels.of("span_id", "1", "trace_id", "4bf92f");
        request.exemplar(new Exemplar(trace, TIME + 14_250, bits(0.75)), series);
        request.exemplar(new Exemplar(Labels.of(), TIME, bits(-0.0)), series);
        request.metadata(
                new FamilyMetadata(
                        "latency_seconds", MetricType.HISTOGRAM, "Of \"requests\".\n", "seconds"));
        request.metadata(new FamilyMetadata("dotted.family", MetricType.UNKNOWN, "", ""));
        return request.snappy();
    }

    private static List<Histogram.Bucket> buckets(long... indexesAndCounts) {
        List<Histogram.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < indexesAndCounts.length; i += 2) {
            buckets.add(new Histogram.Bucket((int) indexesAndCounts[i], indexesAndCounts[i + 1]));
        }
        return buckets;
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    private static double stale() {
        return Double.longBitsToDouble(0x7ff0000000000002L);
    }

    private static void assertRefused(Path data, String reason) {
        Dumped dumped = Dumped.of(data);
        assertThat(dumped.code()).isEqualTo(1);
        assertThat(dumped.err()).contains(reason).doesNotContain("\tat ");
    }

    /// A fenced block of the reference; `-Dupdate` writes it anew.
    private static void assertShown(String form, String lines) throws IOException {
        String document = Files.readString(REFERENCE);
        String fence = "```" + form + "\n";
        int from = document.indexOf(fence) + fence.length();
        int to = document.indexOf("```\n", from);
        if (System.getProperty("update") != null) {
            document = document.substring(0, from) + lines + document.substring(to);
            Files.writeString(REFERENCE, document);
            return;
        }
        assertThat(document.substring(from, to)).isEqualTo(lines);
    }
}
