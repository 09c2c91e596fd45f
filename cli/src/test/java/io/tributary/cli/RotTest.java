package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.WriteRequestBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One bit of a real data directory is turned: what that cost is told, by `dump` and by the server,
/// and nothing that is shown afterwards is anything else than what was stored.
class RotTest {
    private static final int SERIES = 12;
    private static final int SAMPLES = 400;
    private static final int HEADER_BYTES = 4096;
    private static final double[] SHARES = {0, 0.13, 0.37, 0.5, 0.71, 0.9};

    @TempDir private Path directory;

    private Path data = Path.of("");
    private Map<String, Map<Long, String>> whole = Map.of();

    /// A server that stopped, then one that was killed: closed chunk files, definitions, and a wal
    /// that holds what no chunk file does.
    @BeforeEach
    void fill() throws Exception {
        data = directory.resolve("data");
        long first = System.currentTimeMillis() - 3_600_000;
        for (int life = 0; life < 2; life++) {
            try (ServerProcess server = start(data)) {
                for (int part = 0; part < 4; part++) {
                    int from = life * SAMPLES + part * SAMPLES / 4;
                    assertThat(server.push(request(first, from, SAMPLES / 4))).isEqualTo(204);
                }
                if (life == 0) {
                    assertThat(server.stop()).isZero();
                } else {
                    server.kill();
                }
            }
        }
        Dumped dumped = Dumped.of(data);
        assertThat(dumped.losses()).isEmpty();
        whole = dumped.samples();
        assertThat(whole)
                .hasSize(SERIES)
                .allSatisfy((_, one) -> assertThat(one).hasSize(2 * SAMPLES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wal", "chunks", "series"})
    void bit_turned_isALossThatIsToldAndChangesNoOtherSample(String where) throws Exception {
        boolean anyLoss = false;
        for (int i = 0; i < SHARES.length; i++) {
            Path copy = new FileTree(data).copyTo(directory.resolve(where + i)).root();
            turnABit(copy, where, SHARES[i]);

            Dumped dumped = Dumped.of(copy);

            assertThat(dumped.code()).as(dumped.err()).isZero();
            assertNothingWrong(dumped.samples());
            boolean isTold =
                    dumped.out().stream().anyMatch(line -> line.strip().matches("(loss|torn) .*"));
            anyLoss |= isTold;
            assertThat(isTold || dumped.samples().equals(whole)).as("%s %d", where, i).isTrue();
            if (i == SHARES.length / 2) {
                assertServerAgrees(copy, dumped);
            }
        }
        assertThat(anyLoss).isTrue();
    }

    @Test
    void dump_afterAWalByteAndAChunkByteWereTurned_showsBothLosses() throws Exception {
        turnABit(data, "wal", 0.5);
        turnABit(data, "chunks", 0.3);
        var before = new FileTree(data).state();

        Dumped dumped = Dumped.of(data);
        Dumped json = Dumped.of(data, "--json");

        assertThat(new FileTree(data).state()).isEqualTo(before);
        assertThat(dumped.out().getFirst()).startsWith("loss wal file=\"0000");
        assertThat(dumped.losses())
                .anyMatch(line ->
                        line.startsWith("  loss chunk fromMillis=") && line.contains("file="));
        assertThat(dumped.out().getLast()).doesNotContain("losses=0");
        assertThat(json.out())
                .anyMatch(line -> line.startsWith("{\"loss\":\"wal\",\"file\":\"0000"));
        assertThat(json.out())
                .anyMatch(line -> line.contains("},\"loss\":\"chunk\",\"fromMillis\":"));
        assertNothingWrong(dumped.samples());
        assertThat(dumped.samples()).isNotEqualTo(whole);
    }

    @Test
    void walByteTurned_isToldByOneStartAndShownForEver() throws Exception {
        turnABit(data, "wal", 0.5);
        Dumped found = Dumped.of(data);
        String loss = found.losses().getFirst();
        assertThat(loss).startsWith("loss wal file=\"0000").doesNotContain("noticedMillis=");

        String first = logOfAStart("first");
        assertThat(first).containsOnlyOnce("loss, told once place=Place[directory=WAL");

        Dumped recorded = Dumped.of(data);
        assertThat(recorded.losses().getFirst()).startsWith(loss + " noticedMillis=");
        assertThat(recorded.losses().getFirst()).containsPattern("samplesBehind=[1-9]");
        assertThat(recorded.samples()).isEqualTo(found.samples());
        assertNothingWrong(recorded.samples());
        assertThat(Dumped.of(data, "--json").out().getFirst())
                .startsWith("{\"loss\":\"wal\",\"file\":\"0000")
                .contains("\"noticedMillis\":1");

        assertThat(logOfAStart("second")).doesNotContain("told once").contains("lossesOnRecord=1");
        assertThat(Dumped.of(data).losses()).isEqualTo(recorded.losses());
        assertServerAgrees(data, recorded);

        Files.delete(data.resolve("losses").resolve("00000001"));
        Files.delete(data.resolve("losses"));
        assertThat(Dumped.of(data).losses().getFirst()).isEqualTo(loss);
        assertThat(data.resolve("losses")).doesNotExist();
    }

    /// The server is killed as soon as it is ready.
    private String logOfAStart(String name) throws Exception {
        try (ServerProcess server = ServerProcess.start(data, directory.resolve(name))) {
            assertThat(server.get("/metrics")).contains("\ntributary_losses_total 1.0\n");
            return server.log();
        }
    }

    private ServerProcess start(Path at) throws IOException {
        return ServerProcess.start(at, directory.resolve("log"));
    }

    /// What a server answers is what the dump shows; where a question meets a chunk that cannot be
    /// read it is refused, naming the file.
    private void assertServerAgrees(Path at, Dumped dumped) throws Exception {
        try (ServerProcess server = start(at)) {
            for (int series = 0; series < SERIES; series++) {
                String selector = "rot{series=\"s" + series + "\"}";
                String name = "anonymous {__name__=\"rot\", series=\"s" + series + "\"}";
                if (isLossIn(dumped, name)) {
                    assertThat(Answers.raw(server, selector + "[1d]"))
                            .contains("\"errorType\":\"internal\"", "cannot read chunk", "file=");
                } else {
                    Map<Long, String> shown = dumped.samples().getOrDefault(name, Map.of());
                    assertThat(Answers.samples(server, selector).getOrDefault(name, Map.of()))
                            .isEqualTo(shown);
                }
            }
        }
    }

    private static boolean isLossIn(Dumped dumped, String series) {
        boolean inSeries = false;
        for (String line : dumped.out()) {
            inSeries = line.startsWith("series ") ? line.equals("series " + series) : inSeries;
            if (inSeries && line.startsWith("  loss")) {
                return true;
            }
        }
        return false;
    }

    private void assertNothingWrong(Map<String, Map<Long, String>> samples) {
        samples.forEach((name, one) ->
                one.forEach((time, value) ->
                        assertThat(value)
                                .as("%s at %d", name, time)
                                .isEqualTo(whole.getOrDefault(name, Map.of()).get(time))));
    }

    /// In the largest file of a directory, at this share of what is written there.
    private static void turnABit(Path at, String where, double share) throws IOException {
        List<Path> files = new ArrayList<>(new FileTree(at).files(where));
        files.removeIf(file -> file.getFileName().toString().startsWith("spare-"));
        Path fullest = files.getFirst();
        for (Path file : files) {
            fullest = written(file) > written(fullest) ? file : fullest;
        }
        int from = where.equals("wal") ? HEADER_BYTES : 0;
        FileTree.flip(fullest, FileTree.written(fullest, from, share));
    }

    private static long written(Path file) throws IOException {
        long count = 0;
        for (byte one : Files.readAllBytes(file)) {
            count += one == 0 ? 0 : 1;
        }
        return count;
    }

    private static byte[] request(long first, int from, int count) {
        WriteRequestBytes request = new WriteRequestBytes();
        for (int i = from; i < from + count; i++) {
            for (int series = 0; series < SERIES; series++) {
                request.sample(
                        first + i * 1_000L,
                        Math.sin(i * series + 1.0),
                        "__name__",
                        "rot",
                        "series",
                        "s" + series);
            }
        }
        return request.snappy();
    }
}
