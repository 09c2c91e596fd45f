package io.tributary.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.engine.count.StepCounts;
import io.tributary.promql.engine.explain.PlanWatch;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.operator.Semantics;
import io.tributary.promql.engine.replicas.ReplicaLabels;
import io.tributary.promql.engine.select.Selections;
import io.tributary.promql.engine.select.Snapshot;
import io.tributary.promql.parser.Parser;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.testkit.AllocationProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What streams allocates nothing for a series, whatever its samples and steps.
class HotPathTest {
    private static final int SERIES = AllocationProbe.WARM_UP_CALLS + 100;
    private static final int SAMPLES = 240;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x_total",
                "x_total > bool 3",
                "rate(x_total[5m])",
                "quantile_over_time(0.9, x_total[5m])",
                "ln(avg_over_time(x_total[5m] offset 1m)) * 2"
            })
    void stream_nextSeries_allocatesNothing(String query) throws IOException {
        QueryContext context =
                new QueryContext(
                        () -> {}, new ReadBudget(1 << 24), Long.MAX_VALUE, Semantics.OF_SCRIPTS);
        Request request = Request.range(query, 600_000, 3_600_000, 30_000, 300_000, 60_000);
        ManySeries source = new ManySeries();
        try (Snapshot snapshot = new Snapshot(source, new ReadScope(List.of()), context.budget())) {
            Selections selections = new Selections(context, snapshot, ReplicaLabels.NONE);
            Planner planner =
                    new Planner(
                            context,
                            selections,
                            request,
                            new Counting(context, StepCounts.OFF),
                            PlanWatch.NONE);
            Operator root = planner.plan(Parser.parse(query, ParserOptions.ALL), request.grid());
            selections.open();
            assertThat(root.shape()).hasSize(SERIES);
            Column column = new Column(request.grid().count());

            assertThat(AllocationProbe.bytes(() -> next(root, column))).isZero();
            assertThat(column.presentCount()).isEqualTo(request.grid().count());
        }
    }

    private static void next(Operator operator, Column column) {
        try {
            operator.next(column);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Series with a sample every 15 s for an hour.
    private static final class ManySeries implements SeriesSource, SeriesView {
        @Override
        public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
            return this;
        }

        @Override
        public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
            return List.of();
        }

        @Override
        public int seriesCount(int selector) {
            return SERIES;
        }

        @Override
        public Labels labels(int selector, int series) {
            return Labels.of("__name__", "x_total", "series", "" + series);
        }

        @Override
        public void read(
                int selector, int series, long fromMillis, long toMillis, SampleColumn into) {
            into.clear();
            for (int i = 0; i < SAMPLES; i++) {
                into.add(i * 15_000L, i + series);
            }
        }

        @Override
        public void awaitDurable() {}

        @Override
        public void close() {}
    }
}
