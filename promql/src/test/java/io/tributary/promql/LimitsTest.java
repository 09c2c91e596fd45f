package io.tributary.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.QueryException.Kind;
import io.tributary.promql.ast.Function;
import io.tributary.promql.ast.Functions;
import io.tributary.promql.ast.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What ends a query that has no answer.
class LimitsTest {
    private static final Labels X = Labels.of("__name__", "x");

    private static void assertFails(Kind kind, String message, Questions questions, String query) {
        assertThatThrownBy(() -> questions.askInstant(query, 0))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining(message)
                .asInstanceOf(InstanceOfAssertFactories.type(QueryException.class))
                .extracting(QueryException::kind)
                .isEqualTo(kind);
    }

    @Test
    void query_thatIsNone_isBadData() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            assertFails(Kind.BAD_DATA, "parse error", questions, "sum(");
            assertFails(
                    Kind.BAD_DATA, "duration must be greater than 0", questions, "rate(x[1m-1m])");
        }
    }

    @Test
    void rangeQuery_ofAString_isBadData() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            assertThatThrownBy(() -> questions.askRange("\"text\"", 0, 60, 60))
                    .hasMessageContaining("invalid expression type \"string\" for range query");
            assertThatThrownBy(() -> questions.askRange("x", 60, 0, 60))
                    .hasMessageContaining("before start");
            assertThatThrownBy(() -> questions.askRange("x", 0, 100_000_000, 1))
                    .isInstanceOf(QueryException.class)
                    .hasMessageContaining("100000001 steps");
            assertThatThrownBy(() -> questions.askRange("x", 0, 60, 0))
                    .hasMessageContaining("step must be above 0");
        }
    }

    @Test
    void functions_allOfTheLanguage_areBuilt() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            for (Function function : Functions.all()) {
                List<String> arguments = new ArrayList<>();
                for (ValueType type : function.arguments()) {
                    arguments.add(
                            switch (type) {
                                case SCALAR -> "0.5";
                                case STRING -> "\"l\"";
                                case VECTOR -> arguments.isEmpty() ? "x" : "{l=\"a\"}";
                                case MATRIX -> "x[5m]";
                            });
                }
                String call = function.name() + "(" + String.join(", ", arguments) + ")";

                assertThatCode(() -> questions.askInstant(call, 0))
                        .as(call)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void samples_overTheLimit_failTheQuery() {
        EngineSettings settings = EngineSettings.defaults().withLimits(1 << 20, 2, 1000);
        try (Questions questions = Questions.with(settings)) {
            questions.loadMinutes(X, 1, 2, 3);

            assertThatThrownBy(() -> questions.askInstant("sum_over_time(x[5m])", 120))
                    .hasMessageContaining("the limit is 2");
            assertThat(questions.instant("sum_over_time(x[2m])", 120)).containsExactly("{} 5.0");
        }
    }

    @Test
    void memory_overTheBudget_failsTheQueryAndNamesTheConsumer() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            questions.loadMinutes(X, 1);
            ReadBudget budget = new ReadBudget(6_000);
            QueryControl control = QueryControl.startingNow(System::nanoTime, 1000, budget);

            assertThatThrownBy(() ->
                            questions.engine.instant(
                                    questions.source,
                                    Questions.SCOPE,
                                    "max_over_time(sum(x)[600s:1s])",
                                    600_000,
                                    control))
                    .hasMessageContaining("aggregation asked for");
            assertThat(budget.peakBytes()).isLessThanOrEqualTo(6_000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quantile(0.9, x)",
                "sum(x * on(i) group_left x)",
                "count(topk(100, x)) + count(x)",
                "max(sum by (i) (rate(x[2m] offset -2m)))"
            })
    void query_thatDoesNotFit_isAnsweredInSlices(String query) throws Exception {
        try (Questions questions = Questions.namesRemovedEarly()) {
            for (int i = 0; i < 200; i++) {
                int series = i;
                double[] minutes = new double[20];
                Arrays.setAll(minutes, minute -> Math.sin(series * 31 + minute));
                questions.loadMinutes(Labels.of("__name__", "x", "i", "" + i), minutes);
            }
            ReadBudget ample = new ReadBudget(Long.MAX_VALUE);
            List<Double> whole = overSteps(questions, query, ample);
            ReadBudget scarce = new ReadBudget(ample.peakBytes() / 3);

            assertThat(overSteps(questions, query, scarce))
                    .hasSizeGreaterThan(1000)
                    .isEqualTo(whole);
            assertThat(scarce.peakBytes()).isLessThanOrEqualTo(ample.peakBytes() / 3);
            assertThat(scarce.usedBytes()).isZero();
        }
    }

    /// The values of the only series of the answer.
    private static List<Double> overSteps(Questions questions, String query, ReadBudget budget)
            throws IOException {
        QueryControl control = QueryControl.startingNow(System::nanoTime, 60_000, budget);
        QueryAnswer answer =
                questions.engine.range(
                        questions.source, Questions.SCOPE, query, 0, 1_199_000, 1_000, control);
        if (!(answer.value() instanceof QueryValue.Matrix(var series)) || series.size() != 1) {
            throw new AssertionError("not one series: " + answer);
        }
        SampleColumn samples = series.getFirst().samples();
        return IntStream.range(0, samples.size()).mapToObj(samples::value).toList();
    }

    @Test
    void memory_afterTheQuery_isGivenBack() throws Exception {
        try (Questions questions = Questions.namesRemovedEarly()) {
            questions.loadMinutes(X, 1, 2);
            ReadBudget budget = new ReadBudget(10_000);
            for (int i = 0; i < 100; i++) {
                QueryControl control = QueryControl.startingNow(System::nanoTime, 60_000, budget);
                questions.engine.instant(
                        questions.source, Questions.SCOPE, "sum(x) + sum(x)", 60_000, control);
            }
            assertThat(budget.peakBytes()).isBetween(1L, 10_000L);
        }
    }

    @Test
    void query_cancelled_stops() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            questions.loadMinutes(X, 1);
            QueryControl control = Questions.control();
            control.cancel();

            assertThatThrownBy(() ->
                            questions.engine.instant(
                                    questions.source, Questions.SCOPE, "x", 0, control))
                    .asInstanceOf(InstanceOfAssertFactories.type(QueryException.class))
                    .extracting(QueryException::kind)
                    .isEqualTo(Kind.CANCELED);
            assertThat(questions.source.reads()).isZero();
        }
    }

    /// The only thread is held by the clock of another query.
    @Test
    void query_cancelledWhileItWaitsForAThread_endsAtOnce() throws Exception {
        EngineSettings usual = EngineSettings.defaults();
        EngineSettings oneThread =
                new EngineSettings(
                        usual.lookbackMillis(),
                        usual.queryBytesMax(),
                        usual.samplesMax(),
                        usual.timeoutMillis(),
                        1,
                        usual.subqueryStepMillis(),
                        usual.semantics(),
                        usual.syntax());
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (Questions questions = Questions.with(oneThread)) {
            QueryControl holding =
                    QueryControl.startingNow(
                            () -> heldOnThePool(begun, held), 60_000, new ReadBudget(1 << 20));
            CompletableFuture<String> first = asked(questions, holding);
            begun.await();
            QueryControl control = Questions.control();
            CompletableFuture<String> second = asked(questions, control);
            control.cancel();

            assertThat(second.get()).isEqualTo("query was canceled");
            assertThat(first).isNotDone();
            held.countDown();
            assertThat(first.get()).isEqualTo("answered");
        }
    }

    private static CompletableFuture<String> asked(Questions questions, QueryControl control) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        questions.engine.instant(
                                questions.source, Questions.SCOPE, "1", 0, control);
                        return "answered";
                    } catch (QueryException | IOException e) {
                        return e.getMessage();
                    }
                },
                Thread::startVirtualThread);
    }

    private static long heldOnThePool(CountDownLatch begun, CountDownLatch held) {
        if (Thread.currentThread().getName().startsWith("promql-")) {
            begun.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return 0;
    }

    @Test
    void query_whoseTimeIsOver_stops() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            AtomicLong nanos = new AtomicLong();
            QueryControl control =
                    QueryControl.startingNow(nanos::get, 10, new ReadBudget(1 << 20));
            nanos.set(10_000_001);

            assertThatThrownBy(() ->
                            questions.engine.instant(
                                    questions.source, Questions.SCOPE, "1", 0, control))
                    .asInstanceOf(InstanceOfAssertFactories.type(QueryException.class))
                    .extracting(QueryException::kind)
                    .isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void engine_timeoutOfItsOwn_endsAQueryThatMayTakeLonger() {
        EngineSettings settings = EngineSettings.defaults().withLimits(1 << 20, 100, 1);
        AtomicLong nanos = new AtomicLong();
        try (Questions questions = Questions.with(settings)) {
            QueryControl control =
                    QueryControl.startingNow(
                            () -> nanos.getAndAdd(1_000_000), 60_000, new ReadBudget(1 << 20));

            assertThatThrownBy(() ->
                            questions.engine.instant(
                                    questions.source, Questions.SCOPE, "x", 0, control))
                    .hasMessage("query timed out");
        }
    }

    @Test
    void subquery_ofTooManySteps_isRefused() {
        try (Questions questions = Questions.namesRemovedEarly()) {
            assertFails(
                    Kind.EXECUTION,
                    "at most 10000000 are evaluated",
                    questions,
                    "sum_over_time(x[10y:1ms])");
        }
    }

    @Test
    void engine_closed_refuses() {
        Questions questions = Questions.namesRemovedEarly();
        questions.close();

        assertFails(Kind.CANCELED, "engine is closed", questions, "1");
    }

    @Test
    void lookback_ofTheQueryItself_overridesTheEngines() throws Exception {
        try (Questions questions = Questions.namesRemovedEarly()) {
            questions.loadMinutes(X, 1);
            QueryAnswer answer =
                    questions.engine.instant(
                            questions.source,
                            Questions.SCOPE,
                            "x",
                            30_000,
                            Questions.control().withLookbackMillis(30_000));

            assertThat(answer.value()).isEqualTo(new QueryValue.Vector(List.of()));
        }
    }

    @Test
    void queriesTogether_overTheBudgetOfAll_areUnavailable() throws Exception {
        try (Questions questions = Questions.namesRemovedEarly()) {
            questions.loadMinutes(X, 1);
            ReadBudget all = new ReadBudget(64 << 10);
            ReadBudget other = all.within(1 << 20);
            other.take(60 << 10, "another query");
            QueryControl control =
                    QueryControl.startingNow(System::nanoTime, 60_000, all.within(1 << 20));

            assertThatThrownBy(() ->
                            questions.engine.instant(
                                    questions.source, Questions.SCOPE, "x", 0, control))
                    .isInstanceOfSatisfying(
                            QueryException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                    .hasMessageContaining("all queries together may use 65536 bytes");
            other.close();
            questions.engine.instant(questions.source, Questions.SCOPE, "x", 0, control);
            assertThat(all.usedBytes()).isZero();
        }
    }

    /// As long as rows may be; each operator calls the one before it.
    @Test
    void rows_ofTenThousandOperators_areEvaluated() {
        try (Questions questions = Questions.with(EngineSettings.defaults())) {
            questions.loadMinutes(X, 1, 2);
            String tail = " + x".repeat(4_990) + " or x".repeat(4_990);

            assertThat(questions.range("x" + tail, 0, 60, 60))
                    .containsExactly("{} 0=4991.0 60=9982.0");
            assertThat(questions.instant("1" + " + 1".repeat(9_990), 0)).containsExactly("9991.0");
        }
    }
}
