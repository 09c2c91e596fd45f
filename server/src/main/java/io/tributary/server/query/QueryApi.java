package io.tributary.server.query;

import io.tributary.model.GoQuote;
import io.tributary.model.flow.ReadBudget;
import io.tributary.promql.Engine;
import io.tributary.promql.QueryAnswer;
import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryException;
import io.tributary.promql.QueryTerms;
import io.tributary.promql.QueryValue;
import io.tributary.promql.engine.replicas.ReplicaLabels;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.server.api.AnswerStatistics;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.door.QuestionBudgets;
import io.tributary.server.ha.HaPairs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// `query` and `query_range`.
///
/// A query runs under a permit, within its own byte budget and deadline, and is cancelled when its
/// client leaves. Nothing is sent before it has been evaluated to its end.
public final class QueryApi {
    private static final String OPTIONS =
            "`timeout`, `limit`, `lookback_delta`, `stats`, " + HaPairs.PARAMETERS;

    private final Engine engine;
    private final ScopeLimits limits;
    private final QueryPermits permits;
    private final QuestionBudgets budgets;
    private final HaPairs pairs;
    private final Clock clock;
    private final QueryWatch watch;

    /// Asks the engine.
    @FunctionalInterface
    private interface Asking {
        QueryAnswer ask(QueryControl control) throws IOException;
    }

    public QueryApi(
            Engine engine,
            ScopeLimits limits,
            QueryPermits permits,
            QuestionBudgets budgets,
            HaPairs pairs,
            Clock clock,
            QueryWatch watch) {
        this.engine = engine;
        this.limits = limits;
        this.permits = permits;
        this.budgets = budgets;
        this.pairs = pairs;
        this.clock = clock;
        this.watch = watch;
    }

    public void addTo(ApiRoutes routes) {
        routes.scoped(
                        Kind.STORED,
                        "GET, POST",
                        "/query",
                        "`query`, `time`, " + OPTIONS,
                        this::instant)
                .scoped(
                        Kind.STORED,
                        "GET, POST",
                        "/query_range",
                        "`query`, `start`, `end`, `step`, " + OPTIONS,
                        this::range);
        new QueriesApi(watch).addTo(routes);
        new ExplainApi(engine, limits, permits, clock, this::control).addTo(routes);
    }

    private HttpAnswer instant(ApiRoute.Request request) throws IOException, InterruptedException {
        ApiParameters parameters = request.parameters();
        OptionalInt limit = parameters.limit();
        long time = parameters.timeMillis("time", clock.wallMillis());
        return evaluate(
                request,
                limit,
                Question.instant(parameters, time),
                control ->
                        engine.instant(
                                limits.source(request),
                                request.scope(),
                                parameters.query(),
                                time,
                                control));
    }

    private HttpAnswer range(ApiRoute.Request request) throws IOException, InterruptedException {
        ApiParameters parameters = request.parameters();
        OptionalInt limit = parameters.limit();
        StepRange range = StepRange.of(parameters);
        limits.of(request).checkLength(range);
        return evaluate(
                request,
                limit,
                Question.range(parameters, range),
                control ->
                        engine.range(
                                limits.source(request),
                                request.scope(),
                                parameters.query(),
                                range.startMillis(),
                                range.endMillis(),
                                range.stepMillis(),
                                control));
    }

    private HttpAnswer evaluate(
            ApiRoute.Request request, OptionalInt limit, Question question, Asking asking)
            throws IOException, InterruptedException {
        long started = clock.monotonicNanos();
        QueryControl control = control(request);
        QueryAnswer answer;
        try (ReadBudget _ = control.budget()) {
            answer =
                    watch.run(
                            Asker.of(request),
                            question,
                            control,
                            () -> {
                                try (QueryPermits.Turn _ = permits.take(request, control)) {
                                    limits.of(request)
                                            .checkBlocked(request.parameters().query(), control);
                                    return asking.ask(control);
                                }
                            });
        } catch (QueryException e) {
            throw refused(e);
        }
        long tookNanos = clock.monotonicNanos() - started;
        QueryValue value =
                limit.isPresent() ? first(answer.value(), limit.getAsInt()) : answer.value();
        List<String> warnings = new ArrayList<>(answer.warnings());
        if (limit.isPresent() && isLarger(answer.value(), limit.getAsInt())) {
            warnings.add(ApiAnswer.TRUNCATED);
        }
        String stats = request.parameters().text("stats");
        if (!stats.isEmpty() && !stats.equals("true") && !stats.equals("all")) {
            warnings.add(
                    "value %s for parameter \"stats\" is deprecated and will be rejected in the next major release, use \"true\" or \"all\""
                            .formatted(GoQuote.quote(stats)));
        }
        Optional<AnswerStatistics> statistics =
                answer.samples()
                        .map(samples ->
                                new AnswerStatistics(
                                        tookNanos,
                                        answer.statistics(),
                                        samples,
                                        stats.equals("all")));
        return ApiAnswer.query(value, statistics, warnings, answer.infos());
    }

    /// What a query that is none is answered with, or the failure itself.
    static RuntimeException refused(QueryException e) {
        return e.kind() == QueryException.Kind.BAD_DATA
                ? ApiParameters.invalid("query", e.getMessage())
                : e;
    }

    private QueryControl control(ApiRoute.Request request) {
        ReplicaLabels replicas = pairs.replicas(request);
        OptionalLong timeout = request.parameters().durationMillis("timeout");
        QueryTerms terms = limits.of(request).terms();
        long millis = Math.min(timeout.orElse(Long.MAX_VALUE), terms.timeoutMillis());
        QueryControl control =
                QueryControl.startingNow(clock::monotonicNanos, millis, budgets.open(request))
                        .withReplicas(replicas)
                        .on(terms);
        if (!request.parameters().text("stats").isEmpty()) {
            control = control.countingSteps();
        }
        OptionalLong lookback = request.parameters().lookbackMillis();
        return lookback.isPresent() ? control.withLookbackMillis(lookback.getAsLong()) : control;
    }

    private static QueryValue first(QueryValue value, int count) {
        return switch (value) {
            case QueryValue.Vector(var samples) ->
                    new QueryValue.Vector(samples.subList(0, Math.min(count, samples.size())));
            case QueryValue.Matrix(var series) ->
                    new QueryValue.Matrix(series.subList(0, Math.min(count, series.size())));
            case QueryValue.Scalar scalar -> scalar;
            case QueryValue.Text text -> text;
        };
    }

    private static boolean isLarger(QueryValue value, int count) {
        return switch (value) {
            case QueryValue.Vector(var samples) -> samples.size() > count;
            case QueryValue.Matrix(var series) -> series.size() > count;
            case QueryValue.Scalar _, QueryValue.Text _ -> false;
        };
    }
}
