package io.tributary.promql;

import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SeriesSource;
import io.tributary.promql.ast.Expr;
import io.tributary.promql.ast.ValueType;
import io.tributary.promql.engine.Evaluation;
import io.tributary.promql.engine.Explanation;
import io.tributary.promql.engine.Outcome;
import io.tributary.promql.engine.Request;
import io.tributary.promql.engine.count.StepCounts;
import io.tributary.promql.engine.explain.Plan;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.operator.SpareThreads;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Answers PromQL. Safe from any thread: the asking thread parks while one of the engine's own
/// evaluates. Those of them that have nothing to do help the others' queries.
public final class Engine implements AutoCloseable {
    /// Queries that wait for a thread; one more is refused.
    static final int WAITING_MAX = 1_000;

    /// Stack of a thread: the operators of a row of 10,000 call each other that deep. Address
    /// space; only what a query touches becomes memory.
    private static final long STACK_BYTES = 64L << 20;

    private final EngineSettings settings;
    private final ThreadPoolExecutor pool;
    private final SpareThreads spareThreads;

    public Engine(EngineSettings settings) {
        this.settings = settings;
        this.pool =
                new ThreadPoolExecutor(
                        settings.threads(),
                        settings.threads(),
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING_MAX),
                        Thread.ofPlatform()
                                .name("promql-", 0)
                                .daemon()
                                .stackSize(STACK_BYTES)
                                .factory());
        this.spareThreads = new IdleThreads(pool);
    }

    /// The value of `query` at one moment.
    ///
    /// @throws QueryException if there is none
    /// @throws IOException if stored data cannot be read
    public QueryAnswer instant(
            SeriesSource source,
            ReadScope scope,
            String query,
            long timeMillis,
            QueryControl control)
            throws IOException {
        Expr expr = parse(query, control);
        Request request = atOneMoment(query, timeMillis, control);
        return onPool(control, reins -> answer(expr, request, source, scope, reins));
    }

    /// The values of `query` at `startMillis`, and each `stepMillis` on, up to `endMillis`.
    ///
    /// @throws QueryException if there are none
    /// @throws IOException if stored data cannot be read
    public QueryAnswer range(
            SeriesSource source,
            ReadScope scope,
            String query,
            long startMillis,
            long endMillis,
            long stepMillis,
            QueryControl control)
            throws IOException {
        checkSpan(startMillis, endMillis, stepMillis);
        Expr expr = parseForRange(query, control);
        Request request = bySteps(query, startMillis, endMillis, stepMillis, control);
        return onPool(control, reins -> answer(expr, request, source, scope, reins));
    }

    /// What {@link #instant} would do. Reads no sample.
    ///
    /// @throws QueryException if it would not begin
    /// @throws IOException if stored data cannot be read
    public Plan explainInstant(
            SeriesSource source,
            ReadScope scope,
            String query,
            long timeMillis,
            QueryControl control)
            throws IOException {
        Expr expr = parse(query, control);
        Request request = atOneMoment(query, timeMillis, control);
        return onPool(control, reins -> explain(expr, request, source, scope, reins));
    }

    /// What {@link #range} would do, likewise.
    ///
    /// @throws QueryException if it would not begin
    /// @throws IOException if stored data cannot be read
    public Plan explainRange(
            SeriesSource source,
            ReadScope scope,
            String query,
            long startMillis,
            long endMillis,
            long stepMillis,
            QueryControl control)
            throws IOException {
        checkSpan(startMillis, endMillis, stepMillis);
        Expr expr = parseForRange(query, control);
        Request request = bySteps(query, startMillis, endMillis, stepMillis, control);
        return onPool(control, reins -> explain(expr, request, source, scope, reins));
    }

    /// Ends the threads. Queries that wait for one are cancelled; those under way go on to their
    /// end.
    @Override
    public void close() {
        pool.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        pool.getQueue().drainTo(waiting);
        for (Runnable query : waiting) {
            if (query instanceof Future<?> future) {
                future.cancel(false);
            }
        }
    }

    private static void checkSpan(long startMillis, long endMillis, long stepMillis) {
        if (stepMillis <= 0) {
            throw badData("step must be above 0, is " + stepMillis);
        }
        if (endMillis < startMillis) {
            throw badData("end %d is before start %d".formatted(endMillis, startMillis));
        }
    }

    private Expr parse(String query, QueryControl control) {
        try {
            return Parser.parse(query, terms(control).syntax());
        } catch (ParseException e) {
            throw new QueryException(QueryException.Kind.BAD_DATA, e);
        }
    }

    private Expr parseForRange(String query, QueryControl control) {
        Expr expr = parse(query, control);
        if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.VECTOR) {
            throw badData(
                    "invalid expression type \"%s\" for range query, must be Scalar or instant Vector"
                            .formatted(expr.type().documented()));
        }
        return expr;
    }

    private QueryTerms terms(QueryControl control) {
        return control.terms(settings.terms());
    }

    private Request atOneMoment(String query, long timeMillis, QueryControl control) {
        return Request.instant(
                        query,
                        timeMillis,
                        control.lookbackMillis(settings.lookbackMillis()),
                        settings.subqueryStepMillis())
                .with(control.replicas());
    }

    private Request bySteps(
            String query, long startMillis, long endMillis, long stepMillis, QueryControl control) {
        try {
            return Request.range(
                            query,
                            startMillis,
                            endMillis,
                            stepMillis,
                            control.lookbackMillis(settings.lookbackMillis()),
                            settings.subqueryStepMillis())
                    .with(control.replicas());
        } catch (EvaluationException e) {
            throw new QueryException(QueryException.Kind.BAD_DATA, e);
        }
    }

    private QueryAnswer answer(
            Expr expr, Request request, SeriesSource source, ReadScope scope, QueryControl control)
            throws IOException {
        return within(
                control,
                context -> {
                    Optional<StepCounts> counts =
                            control.countsSteps()
                                    ? Optional.of(StepCounts.of(request.grid(), context))
                                    : Optional.empty();
                    Outcome outcome =
                            Evaluation.run(
                                    expr,
                                    request,
                                    source,
                                    scope,
                                    context,
                                    counts.orElse(StepCounts.OFF));
                    control.progress().end();
                    return Answers.answer(
                            outcome,
                            request,
                            context,
                            control.statistics(),
                            counts.map(all -> QuerySamples.of(all, request.grid())));
                });
    }

    private Plan explain(
            Expr expr, Request request, SeriesSource source, ReadScope scope, QueryControl control)
            throws IOException {
        return within(control, context -> Explanation.of(expr, request, source, scope, context));
    }

    /// What is done for a query.
    @FunctionalInterface
    private interface Work<C, T> {
        T with(C reins) throws IOException;
    }

    private <T> T within(QueryControl control, Work<QueryContext, T> work) throws IOException {
        QueryContext context =
                new QueryContext(
                        control::check,
                        control.budget(),
                        terms(control).samplesMax(),
                        terms(control).semantics(),
                        spareThreads);
        control.progress().begin(context::samplesRead, context::seriesRead);
        try {
            context.check();
            return work.with(context);
        } catch (EvaluationException e) {
            QueryException.Kind kind =
                    e.isBadQuery() ? QueryException.Kind.BAD_DATA : QueryException.Kind.EXECUTION;
            throw new QueryException(kind, e);
        } catch (BudgetExceededException e) {
            QueryException.Kind kind =
                    e.isOfAll() ? QueryException.Kind.UNAVAILABLE : QueryException.Kind.EXECUTION;
            throw new QueryException(kind, e);
        } finally {
            control.progress().end();
        }
    }

    private <T> T onPool(QueryControl control, Work<QueryControl, T> work) throws IOException {
        QueryControl reins = control.within(terms(control).timeoutMillis());
        Future<T> answer;
        try {
            answer = pool.submit(() -> work.with(reins));
        } catch (RejectedExecutionException e) {
            if (pool.isShutdown()) {
                throw new QueryException(QueryException.Kind.CANCELED, "engine is closed", e);
            }
            throw new QueryException(
                    QueryException.Kind.EXECUTION,
                    "%d queries are waiting already".formatted(WAITING_MAX),
                    e);
        }
        control.budget().whenCancelled(() -> leaveQueue(answer));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            control.cancel();
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new QueryException(QueryException.Kind.CANCELED, "query was canceled", e);
        } catch (CancellationException e) {
            control.check();
            throw new QueryException(QueryException.Kind.CANCELED, "engine is closed", e);
        } catch (ExecutionException e) {
            throw unwrap(e);
        }
    }

    /// Ends a query that no thread has begun with.
    private void leaveQueue(Future<?> query) {
        if (query instanceof Runnable task && pool.remove(task)) {
            query.cancel(false);
        }
    }

    /// What the evaluation threw, as it threw it.
    private static RuntimeException unwrap(ExecutionException e) throws IOException {
        Throwable cause = e.getCause();
        if (cause instanceof IOException failure) {
            throw failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure
                ? failure
                : new IllegalStateException("BUG: evaluation threw " + cause, cause);
    }

    private static QueryException badData(String message) {
        return new QueryException(QueryException.Kind.BAD_DATA, message);
    }
}
