package io.tributary.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.promql.Engine;
import io.tributary.promql.EngineSettings;
import io.tributary.promql.MemorySource;
import io.tributary.promql.QueryAnswer;
import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryException;
import io.tributary.promql.QueryValue;
import io.tributary.promql.parser.ParserOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Queries that would take all memory or all time are refused within their budget, while others are
/// answered. The list, with what the queries look at: `src/test/queries/of-death.txt`.
class QueriesOfDeathTest {
    private static final Path LIST = Path.of("src/test/queries/of-death.txt");
    private static final Pattern LINE = Pattern.compile("(?:instant|range (\\d+)) (.+)");
    private static final Pattern NESTED = Pattern.compile("(\\d+) × (.+?) of (.+)");
    private static final Pattern REPEATED = Pattern.compile("(\\d+) \\+ (\\w+)");
    private static final int SERIES = 2_000;
    private static final int SAMPLES = 240;
    private static final long SAMPLE_MILLIS = 15_000;
    private static final long END = SAMPLES * SAMPLE_MILLIS;
    private static final long QUERY_BYTES = 32L << 20;
    private static final long TIMEOUT_MILLIS = 2_000;

    /// No bound of a time that a busy machine could pass.
    private static final long ORDINARY_TIMEOUT_MILLIS = 120_000;

    private static final int THREADS = 2;
    private static final ReadScope SCOPE = new ReadScope(List.of());

    private final MemorySource source = hour();

    @Test
    void engine_underQueriesOfDeath_refusesEachAndAnswersOthers()
            throws IOException, InterruptedException, ExecutionException {
        List<String> lines =
                Files.readAllLines(LIST).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();
        List<String> answered = new ArrayList<>();
        List<Long> refusedMillis = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        try (Engine engine = new Engine(settings());
                ExecutorService beside = Executors.newSingleThreadExecutor()) {
            Future<List<Long>> ordinary = beside.submit(() -> askOrdinary(engine, over));
            for (String line : lines) {
                long start = System.nanoTime();
                if (isAnswered(engine, line)) {
                    answered.add(line);
                }
                refusedMillis.add((System.nanoTime() - start) / 1_000_000);
            }
            over.set(true);
            List<Long> ordinaryMillis = ordinary.get();
            assertThat(ordinaryMillis).hasSizeGreaterThanOrEqualTo(lines.size());
            print(lines, refusedMillis, ordinaryMillis);
        }
        assertThat(lines).hasSizeGreaterThanOrEqualTo(40);
        assertThat(answered).isEmpty();
    }

    private static EngineSettings settings() {
        EngineSettings usual = EngineSettings.defaults();
        return new EngineSettings(
                usual.lookbackMillis(),
                QUERY_BYTES,
                usual.samplesMax(),
                TIMEOUT_MILLIS,
                THREADS,
                usual.subqueryStepMillis(),
                usual.semantics(),
                ParserOptions.ALL);
    }

    /// Whether there is an answer; anything but a refusal is thrown.
    private boolean isAnswered(Engine engine, String line) throws IOException {
        MatchResult parts = LINE.matcher(line).results().findFirst().orElseThrow();
        String query = expanded(parts.group(2));
        try {
            if (parts.group(1) == null) {
                engine.instant(source, SCOPE, query, END, control(TIMEOUT_MILLIS));
            } else {
                long step = END / Integer.parseInt(parts.group(1));
                engine.range(source, SCOPE, query, 0, END, step, control(TIMEOUT_MILLIS));
            }
            return true;
        } catch (QueryException e) {
            assertThat(e.kind())
                    .as(line)
                    .isIn(
                            QueryException.Kind.BAD_DATA,
                            QueryException.Kind.EXECUTION,
                            QueryException.Kind.TIMEOUT);
            return false;
        }
    }

    private static String expanded(String query) {
        var nested = NESTED.matcher(query);
        if (nested.matches()) {
            String expanded = nested.group(3);
            for (int i = Integer.parseInt(nested.group(1)); i > 0; i--) {
                expanded = nested.group(2).replace("?", expanded);
            }
            return expanded;
        }
        var repeated = REPEATED.matcher(query);
        return repeated.matches()
                ? String.join(
                        " or ",
                        Collections.nCopies(Integer.parseInt(repeated.group(1)), repeated.group(2)))
                : query;
    }

    /// How long each query took that anybody asks, in milliseconds.
    private List<Long> askOrdinary(Engine engine, AtomicBoolean over) throws IOException {
        List<Long> took = new ArrayList<>();
        while (!over.get()) {
            long start = System.nanoTime();
            QueryAnswer answer =
                    engine.instant(
                            source,
                            SCOPE,
                            "sum(rate(m{g=\"7\"}[5m]))",
                            END,
                            control(ORDINARY_TIMEOUT_MILLIS));
            assertThat(answer.value()).isInstanceOf(QueryValue.Vector.class);
            took.add((System.nanoTime() - start) / 1_000_000);
        }
        return took;
    }

    private static QueryControl control(long timeoutMillis) {
        return QueryControl.startingNow(
                System::nanoTime, timeoutMillis, new ReadBudget(QUERY_BYTES));
    }

    private static void print(List<String> queries, List<Long> refused, List<Long> ordinary) {
        long slowest = Collections.max(refused);
        long[] sorted = ordinary.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%d queries refused, each within %d ms (%s), all in %d ms; beside them %d ordinary"
                        + " ones, p50 %d ms, p99 %d ms%n",
                queries.size(),
                slowest,
                queries.get(refused.indexOf(slowest)),
                refused.stream().mapToLong(Long::longValue).sum(),
                sorted.length,
                sorted[sorted.length / 2],
                sorted[(sorted.length * 99 - 1) / 100]);
    }

    private static MemorySource hour() {
        MemorySource source = new MemorySource();
        for (int i = 0; i < SERIES; i++) {
            Labels labels = Labels.of("__name__", "m", "g", "" + i % 20, "i", "" + i);
            for (int j = 0; j < SAMPLES; j++) {
                source.add(labels, j * SAMPLE_MILLIS, i * SAMPLES + j);
            }
        }
        return source;
    }
}
