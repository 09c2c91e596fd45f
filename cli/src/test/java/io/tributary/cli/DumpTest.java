package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.WriteRequestBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                .containsExactly("end tenants=0 series=0 samples=0 losses=0");
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
