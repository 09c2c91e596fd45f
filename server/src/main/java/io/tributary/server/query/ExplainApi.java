package io.tributary.server.query;

import io.tributary.model.flow.ReadBudget;
import io.tributary.promql.Engine;
import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryException;
import io.tributary.promql.engine.explain.Plan;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import java.io.IOException;
import java.util.function.Function;

/// What a query would do: planned and selected within what its caller reads, as if it were asked,
/// under a permit, a budget and a deadline of its own; no sample is read.
///
/// @param controls the reins of a request
record ExplainApi(
        Engine engine,
        ScopeLimits limits,
        QueryPermits permits,
        Clock clock,
        Function<ApiRoute.Request, QueryControl> controls) {
    void addTo(ApiRoutes routes) {
        routes.scoped(
                Kind.OWN,
                "GET, POST",
                "/queries/explain",
                "`query`, and `time` or `start`, `end`, `step`: the operators that would answer it, and what they select",
                this::explain);
    }

    private HttpAnswer explain(ApiRoute.Request request) throws IOException, InterruptedException {
        QueryControl control = controls.apply(request);
        try (ReadBudget _ = control.budget();
                QueryPermits.Turn _ = permits.take(request, control)) {
            Plan plan = plan(request, control);
            return ApiAnswer.success(json -> PlanJson.write(json, plan));
        } catch (QueryException e) {
            throw QueryApi.refused(e);
        }
    }

    private Plan plan(ApiRoute.Request request, QueryControl control) throws IOException {
        ApiParameters parameters = request.parameters();
        if (!parameters.has("start")) {
            return engine.explainInstant(
                    limits.source(request),
                    request.scope(),
                    parameters.query(),
                    parameters.timeMillis("time", clock.wallMillis()),
                    control);
        }
        StepRange range = StepRange.of(parameters);
        return engine.explainRange(
                limits.source(request),
                request.scope(),
                parameters.query(),
                range.startMillis(),
                range.endMillis(),
                range.stepMillis(),
                control);
    }
}
