package io.tributary.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.promql.QueryStatistics;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Metrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryLogFileTest {
    private static Question question(String query) {
        return new Question(query, 0, 0, 0, List.of());
    }

    private static final Tenant TENANT = new Tenant(new UUID(0, 1), "a");

    private final Metrics metrics = new Metrics();
    private final Counter dropped =
            metrics.counter("tributary_query_log_dropped_total", "Lines dropped");

    @TempDir private Path directory = Path.of("");

    @Test
    void file_thatIsFull_isBegunAnewBesideTheOneBefore() throws Exception {
        Path file = directory.resolve("log");
        int lineBytes;
        try (QueryLogFile one = QueryLogFile.open(directory.resolve("one"), 1 << 20, dropped)) {
            one.add(query(1));
            lineBytes = Files.readAllBytes(directory.resolve("one")).length;
        }
        try (QueryLogFile log = QueryLogFile.open(file, 2L * lineBytes, dropped)) {
            for (int i = 1; i <= 7; i++) {
                log.add(query(i));
            }
        }

        assertThat(ids(file)).containsExactly(7);
        assertThat(ids(directory.resolve("log.1"))).containsExactly(5, 6);
        assertThat(metricsText()).contains("tributary_query_log_dropped_total 0.0");
    }

    @Test
    void line_largerThanTheFileMayBe_isWrittenAlone() throws Exception {
        Path file = directory.resolve("log");
        try (QueryLogFile log = QueryLogFile.open(file, 10, dropped)) {
            log.add(query(1));
            log.add(query(2));
        }

        assertThat(ids(file)).containsExactly(2);
        assertThat(ids(directory.resolve("log.1"))).containsExactly(1);
    }

    @Test
    void file_thatCannotBeBegunAnew_dropsLinesAndCountsThem() throws Exception {
        Path file = directory.resolve("log");
        // A directory that is not empty takes the place of no file.
        Files.createDirectories(directory.resolve("log.1").resolve("in the way"));
        try (QueryLogFile log = QueryLogFile.open(file, 10, dropped)) {
            log.add(query(1));
            log.add(query(2));
            log.add(query(3));
        }

        assertThat(ids(file)).containsExactly(1);
        assertThat(metricsText()).contains("tributary_query_log_dropped_total 2.0");
    }

    @Test
    void file_thatWasTakenAway_isBegunAnewWhereItWouldBeFull() throws Exception {
        Path file = directory.resolve("log");
        try (QueryLogFile log = QueryLogFile.open(file, 10, dropped)) {
            log.add(query(1));
            Files.delete(file);
            log.add(query(2));
            log.add(query(3));
        }

        assertThat(ids(file)).containsExactly(3);
        assertThat(ids(directory.resolve("log.1"))).containsExactly(2);
        assertThat(metricsText()).contains("tributary_query_log_dropped_total 0.0");
    }

    @Test
    void question_thatIsLong_isCut() {
        String query = "x".repeat(100_000);

        assertThat(question(query).query()).hasSize(Question.LENGTH_MAX);
        assertThat(question("x").query()).isEqualTo("x");
    }

    @Test
    void options_thatAreLongOrMany_areCut() {
        List<String> many = Collections.nCopies(30, "x".repeat(300));
        Question.Option option = new Question.Option("replicaLabels", many, true);

        assertThat(option.values()).hasSize(20).containsOnly("x".repeat(200));
        assertThat(new Question("up", 0, 0, 0, List.of(option)).length()).isEqualTo(2 + 20 * 200);
    }

    private static QueryRecord query(int id) {
        return new QueryRecord(
                id,
                0,
                new Asker("alice", List.of(TENANT.name()), "::1"),
                question("up"),
                1,
                new QueryStatistics(1, 1, 1, 1, 1),
                Optional.empty());
    }

    private static List<Integer> ids(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .map(line ->
                        Integer.valueOf(line.substring("{\"id\":".length(), line.indexOf(','))))
                .toList();
    }

    private String metricsText() {
        return new String(metrics.scrape("").body(), StandardCharsets.UTF_8);
    }
}
