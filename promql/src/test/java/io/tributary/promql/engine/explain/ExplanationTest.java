package io.tributary.promql.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

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

    /// One thread more than a query's own, so that there is somebody to work ahead.
    private static Engine engine() {
        EngineSettings defaults = EngineSettings.defaults();
        return new Engine(
                new EngineSettings(
                        defaults.lookbackMillis(),
                        defaults.queryBytesMax(),
                        defaults.samplesMax(),
                        defaults.timeoutMillis(),
                        2,
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

    private static PlanNode plan(Engine engine, String query, boolean range, QueryControl control)
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
                    append(plan(engine, query, range, control()), 1, actual);
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
