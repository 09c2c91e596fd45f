package io.tributary.promql.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.promql.Engine;
import io.tributary.promql.EngineSettings;
import io.tributary.promql.MemorySource;
import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryStatistics;
import io.tributary.promql.ast.Function;
import io.tributary.promql.ast.Functions;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.parser.ParserOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What queries would do: `src/test/explain/plans.txt`, a query (`instant`, or `range` of 61 steps
/// a minute apart), then its tree. `-Dupdate` writes the trees anew.
class ExplanationTest {
    private static final Path SCRIPT = Path.of("src", "test", "explain", "plans.txt");
    private static final long START = 3_600_000;
    private static final int STEPS = 61;
    private static final int SERIES = 40;
    private static final int QUERIES_MIN = 20;
    private static final int FULL_STEPS = 600;
    private static final String QUANTILE = "quantile(0.5, m)";

    /// Has a parameter that changes with time: it cannot be sliced.
    private static final String LATEST = "quantile(scalar(m{i='1'}) / 100, m)";

    /// One thread more than a query's own, so that there is somebody to work ahead.
    private static Engine engine() {
        return engine(2);
    }

    private static Engine engine(int threads) {
        EngineSettings defaults = EngineSettings.defaults();
        return new Engine(
                new EngineSettings(
                        defaults.lookbackMillis(),
                        defaults.queryBytesMax(),
                        defaults.samplesMax(),
                        defaults.timeoutMillis(),
                        threads,
                        defaults.subqueryStepMillis(),
                        defaults.semantics(),
                        ParserOptions.ALL));
    }

    private static MemorySource source() {
        MemorySource source = new MemorySource();
        for (int i = 0; i < SERIES; i++) {
            String number = Integer.toString(i);
            String job = i % 2 == 0 ? "a" : "b";
            source.add(Labels.of("__name__", "m", "i", number, "job", job), START, i);
        }
        source.add(Labels.of("__name__", "n", "job", "a"), START, 1);
        return source;
    }

    private static QueryControl control() {
        return QueryControl.startingNow(System::nanoTime, 60_000, new ReadBudget(1L << 26));
    }

    private static Plan plan(Engine engine, String query, boolean range, QueryControl control)
            throws IOException {
        MemorySource source = source();
        ReadScope scope = new ReadScope(List.of());
        return range
                ? engine.explainRange(
                        source, scope, query, START, START + (STEPS - 1) * 60_000L, 60_000, control)
                : engine.explainInstant(source, scope, query, START, control);
    }

    @Test
    void plans_ofQueries_areAsWritten() throws IOException {
        List<String> actual = new ArrayList<>();
        int queries = 0;
        try (Engine engine = engine()) {
            for (String line : Files.readAllLines(SCRIPT)) {
                if (line.startsWith(" ")) {
                    continue;
                }
                actual.add(line);
                if (line.startsWith("instant ") || line.startsWith("range ")) {
                    int space = line.indexOf(' ');
                    String query = line.substring(space + 1);
                    boolean range = line.startsWith("range ");
                    append(plan(engine, query, range, control()).root(), 1, actual);
                    queries++;
                }
            }
        }
        if (System.getProperty("update") != null) {
            Files.write(SCRIPT, actual);
        }
        assertThat(actual).isEqualTo(Files.readAllLines(SCRIPT));
        assertThat(queries).isGreaterThan(QUERIES_MIN);
    }

    /// `info` and what counts values depend on samples: they are told without their series.
    @Test
    void explaining_anyFunctionOrAggregation_readsNoSample() throws IOException {
        try (Engine engine = engine()) {
            for (String query : everything()) {
                QueryControl control = control();
                plan(engine, query, true, control);
                QueryStatistics cost = control.statistics();

                assertThat(cost.samplesRead()).as(query).isZero();
                assertThat(cost.seriesRead()).as(query).isZero();
                assertThat(control.budget().usedBytes()).as(query).isZero();
            }
        }
    }

    /// What was estimated for all steps is near to what the query then holds, where nobody works
    /// ahead.
    @Test
    void memory_ofQueriesOnFullSeries_isNearToWhatIsHeld() throws IOException {
        try (Engine engine = engine(1)) {
            for (String query :
                    List.of(
                            "quantile(0.5, m)",
                            "quantile by (job) (0.5, m)",
                            "sum by (job) (m)",
                            "m * on (i) group_left () (m offset 1m)",
                            "topk(40, m)",
                            "quantile(0.9, -m) + sum(m offset 1m)")) {
                QueryControl control = control();
                Plan plan = explained(engine, query, control);
                long held = held(engine, query, control());

                assertThat(plan.memory().slices()).as(query).isEqualTo(1);
                assertThat(plan.memory().isLeast()).as(query).isFalse();
                assertThat(plan.memory().neededBytes()).as(query).isBetween(held / 2, held * 2);
            }
        }
    }

    @Test
    void memory_thatIsNotEnough_isToldInSlicesOrRefused() throws IOException {
        try (Engine engine = engine(1)) {
            long selected = explained(engine, QUANTILE, control()).memory().selectedBytes();
            PlanMemory some = explained(engine, QUANTILE, limited(selected + 120_000)).memory();
            PlanMemory little = explained(engine, QUANTILE, limited(selected + 30_000)).memory();
            PlanMemory single = explained(engine, LATEST, limited(selected + 8_000)).memory();
            PlanMemory none = explained(engine, QUANTILE, limited(selected + 1_000)).memory();

            assertThat(some.slices()).isBetween(2, 4);
            assertThat(little.slices()).isGreaterThan(some.slices());
            assertThat(single.slices()).isZero();
            assertThat(none.slices()).isZero();
            assertThat(some.limitBytes()).isEqualTo(selected + 120_000);
            held(engine, QUANTILE, limited(selected + 120_000));
            held(engine, QUANTILE, limited(selected + 30_000));
            assertThatThrownBy(() -> held(engine, QUANTILE, limited(selected + 1_000)))
                    .hasMessageContaining("more memory than it may use");
        }
    }

    @Test
    void memory_thatDependsOnSamples_isALeast() throws IOException {
        try (Engine engine = engine()) {
            for (String query : List.of("count_values('v', m)", "sum(m) + max(m)")) {
                assertThat(explained(engine, query, control()).memory().isLeast())
                        .as(query)
                        .isTrue();
            }
        }
    }

    private static MemorySource fullSource() {
        MemorySource source = new MemorySource();
        for (int i = 0; i < SERIES; i++) {
            Labels labels = Labels.of("__name__", "m", "i", "" + i, "job", i % 2 == 0 ? "a" : "b");
            for (int step = 0; step < FULL_STEPS; step++) {
                source.add(labels, START + step * 60_000L, i * step);
            }
        }
        return source;
    }

    private static QueryControl limited(long bytes) {
        return QueryControl.startingNow(System::nanoTime, 60_000, new ReadBudget(bytes));
    }

    private static Plan explained(Engine engine, String query, QueryControl control)
            throws IOException {
        return engine.explainRange(
                fullSource(),
                new ReadScope(List.of()),
                query,
                START,
                START + (FULL_STEPS - 1) * 60_000L,
                60_000,
                control);
    }

    /// The most that a query held.
    private static long held(Engine engine, String query, QueryControl control) throws IOException {
        engine.range(
                fullSource(),
                new ReadScope(List.of()),
                query,
                START,
                START + (FULL_STEPS - 1) * 60_000L,
                60_000,
                control);
        return control.statistics().peakBytes();
    }

    private static List<String> everything() {
        List<String> queries = new ArrayList<>();
        for (Function function : Functions.all()) {
            List<String> arguments = new ArrayList<>();
            for (ValueType type : function.arguments()) {
                arguments.add(
                        switch (type) {
                            case SCALAR -> "scalar(n)";
                            case STRING -> "\"l\"";
                            case VECTOR -> arguments.isEmpty() ? "m" : "{l=\"a\"}";
                            case MATRIX -> "m[5m]";
                        });
            }
            String call = function.name() + "(" + String.join(", ", arguments) + ")";
            queries.add(call);
            if (function.returnType() == ValueType.VECTOR) {
                queries.add("count_values(\"v\", " + call + ") + on () group_right () n");
            }
        }
        for (String aggregation :
                List.of(
                        "sum(m)",
                        "quantile(scalar(n), m)",
                        "topk(scalar(n), m)",
                        "limitk(scalar(n), m)",
                        "limit_ratio(scalar(n), m)",
                        "m and on (job) n",
                        "m or n",
                        "m unless on (job) n",
                        "m * on (job) group_left () n",
                        "m > scalar(n)",
                        "-m")) {
            queries.add(aggregation);
        }
        return queries;
    }

    private static void append(PlanNode node, int depth, List<String> lines) {
        String indent = "  ".repeat(depth);
        lines.add(
                "%s%s: %s, %d steps, %s series, %s bytes%s"
                        .formatted(
                                indent,
                                node.name(),
                                node.kind().name().toLowerCase(Locale.ROOT),
                                node.steps(),
                                node.series().isPresent() ? "" + node.series().getAsLong() : "?",
                                node.bytes().isPresent() ? "" + node.bytes().getAsLong() : "?",
                                node.ahead() ? ", ahead" : ""));
        node.selected()
                .ifPresent(selected ->
                        lines.add(
                                "%s  selects %s (%d, %d], %d series%s, %d readers"
                                        .formatted(
                                                indent,
                                                selected.selector(),
                                                selected.afterMillis() / 1000,
                                                selected.toMillis() / 1000,
                                                selected.series(),
                                                selected.counted() ? " counted" : "",
                                                selected.readers())));
        for (PlanNode child : node.children()) {
            append(child, depth + 1, lines);
        }
    }
}
