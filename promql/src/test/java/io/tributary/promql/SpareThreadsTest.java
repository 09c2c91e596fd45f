package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.engine.operator.Semantics;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A query whose engine has several threads: it is answered as if there were one.
class SpareThreadsTest {
    private static final int SERIES = 700;
    private static final int SAMPLES = 60;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum by (g) (rate(m_total[5m]))",
                "sum(m)",
                "avg by (g) (m / 3)",
                "stddev(m)",
                "rate(m[5m])",
                "m > 20",
                "quantile(0.3, m)",
                "topk(3, m)",
                "sum without (i) (quantile_over_time(2, m[5m]))",
                "max_over_time(sum by (g) (m)[5m:30s])",
                "sum by (g) (max_over_time(rate(m[2m])[5m:30s]))",
                "label_replace(m, \"j\", \"x$1\", \"i\", \"(.*)\")",
                "sum by (g) (clamp(m, 3, scalar(sum(m))))",
                "m * on (i) group_left m_total",
                "m and on (i) m_total",
                "count_values(\"v\", round(m))",
                "m + m",
                "histogram_quantile(0.9, label_replace(m, \"le\", \"$1\", \"i\", \"(.*)\"))",
                "absent(m)",
                "scalar(m)",
                "sum(m) + sum(rate(m_total[5m]))",
                "sum(label_replace(m, \"i\", \"\", \"i\", \".*\"))"
            })
    void query_withHelpers_isAnsweredAsWithout(String query) throws IOException {
        for (boolean late : new boolean[] {false, true}) {
            try (Engine alone = engine(1, late);
                    Engine helped = engine(4, late)) {
                for (int round = 0; round < 5; round++) {
                    assertThat(told(helped, query)).isEqualTo(told(alone, query));
                }
            }
        }
    }

    /// The first two series to be read wait for each other.
    @Test
    void series_ofAStream_areReadByTwoThreadsAtOnce() throws IOException {
        CountDownLatch both = new CountDownLatch(2);
        Store store =
                new Store(series -> {
                    both.countDown();
                    assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
                });
        try (Engine engine = engine(2, false)) {
            assertThat(ask(engine, store, "sum(m)", control()).value())
                    .isInstanceOf(QueryValue.Matrix.class);
        }
    }

    @Test
    void failure_ofTheSecondOfTwoSeries_isTheFirstOnes() {
        Store store =
                new Store(series -> {
                    if (series == 300 || series == 600) {
                        throw new IOException("cannot read series " + series);
                    }
                });
        try (Engine engine = engine(4, false)) {
            for (int round = 0; round < 20; round++) {
                assertThatThrownBy(() -> ask(engine, store, "sum(m)", control()))
                        .isInstanceOf(IOException.class)
                        .hasMessage("cannot read series 300");
            }
        }
        assertThat(store.lateReads).hasValue(0);
    }

    @Test
    void cancel_whileHelpersRead_leavesNobodyReadingAClosedView() {
        for (int round = 0; round < 20; round++) {
            QueryControl control = control();
            Store store =
                    new Store(series -> {
                        if (series == 200) {
                            control.cancel();
                        }
                    });
            try (Engine engine = engine(4, false)) {
                assertThatThrownBy(() -> ask(engine, store, "sum(rate(m[5m]))", control))
                        .hasMessage("query was canceled");
            }
            assertThat(store.lateReads).hasValue(0);
        }
    }

    @Test
    void query_whoseBudgetSparesNothing_isAnsweredAlone() throws IOException {
        try (Engine engine = engine(4, false)) {
            ReadBudget budget = new ReadBudget(64 << 10);
            QueryControl control = QueryControl.startingNow(System::nanoTime, 60_000, budget);

            assertThat(ask(engine, new Store(series -> {}), "sum(m)", control).value())
                    .isInstanceOf(QueryValue.Matrix.class);
            assertThat(budget.usedBytes()).isZero();
        }
    }

    private static Engine engine(int threads, boolean namesRemovedLate) {
        EngineSettings defaults = EngineSettings.defaults();
        return new Engine(
                new EngineSettings(
                        defaults.lookbackMillis(),
                        defaults.queryBytesMax(),
                        defaults.samplesMax(),
                        defaults.timeoutMillis(),
                        threads,
                        defaults.subqueryStepMillis(),
                        new Semantics(namesRemovedLate, false, false),
                        defaults.syntax()));
    }

    private static QueryControl control() {
        return QueryControl.startingNow(System::nanoTime, 60_000, new ReadBudget(64 << 20));
    }

    private static QueryAnswer ask(
            Engine engine, SeriesSource store, String query, QueryControl control)
            throws IOException {
        return engine.range(store, Questions.SCOPE, query, 0, 900_000, 15_000, control);
    }

    /// All of an answer as text, or its error.
    private static String told(Engine engine, String query) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            QueryAnswer answer =
                    ask(engine, new Store(series -> {}), query, control().countingSteps());
            text.append(answer.warnings()).append(answer.infos()).append(answer.samples());
            if (answer.value() instanceof QueryValue.Matrix(var all)) {
                for (MatrixSeries series : all) {
                    text.append('\n').append(series.labels());
                    for (int i = 0; i < series.samples().size(); i++) {
                        text.append(' ').append(series.samples().time(i)).append('=');
                        text.append(Double.doubleToRawLongBits(series.samples().value(i)));
                    }
                }
            }
        } catch (QueryException e) {
            text.append(e.kind()).append(e.getMessage());
        }
        return text.toString();
    }

    private interface OnRead {
        void read(int series) throws IOException, InterruptedException;
    }

    /// Two metrics of many series; values whose sums depend on their order.
    private static final class Store implements SeriesSource {
        private final OnRead onRead;
        private final AtomicInteger lateReads = new AtomicInteger();

        Store(OnRead onRead) {
            this.onRead = onRead;
        }

        @Override
        public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
            return new View(selectors);
        }

        @Override
        public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
            return List.of();
        }

        private final class View implements SeriesView {
            private final List<Selector> selectors;
            private final AtomicBoolean closed = new AtomicBoolean();

            View(List<Selector> selectors) {
                this.selectors = selectors;
            }

            @Override
            public int seriesCount(int selector) {
                return SERIES;
            }

            @Override
            public Labels labels(int selector, int series) {
                String name = selectors.get(selector).matchers().getFirst().value();
                return Labels.of("__name__", name, "g", "" + series % 7, "i", "" + series);
            }

            @Override
            public void read(
                    int selector, int series, long fromMillis, long toMillis, SampleColumn into)
                    throws IOException {
                try {
                    onRead.read(series);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                into.clear();
                for (int i = 0; i < SAMPLES; i++) {
                    long time = i * 15_000L + series;
                    if (time > fromMillis && time <= toMillis) {
                        into.add(time, Math.sin(series * 31 + i) * Math.pow(10, series % 9));
                    }
                }
                if (closed.get()) {
                    lateReads.incrementAndGet();
                }
            }

            @Override
            public void awaitDurable() {}

            @Override
            public void close() {
                closed.set(true);
            }
        }
    }
}
