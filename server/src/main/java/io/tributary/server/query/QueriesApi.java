package io.tributary.server.query;

import io.tributary.runtime.http.HttpAnswer;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.api.ApiError;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import java.util.List;
import java.util.OptionalLong;

/// Which queries run, which ran, and the end of one: of those tenants alone that the caller reads.
final class QueriesApi {
    private static final int LIMIT = 100;

    private final QueryWatch watch;

    QueriesApi(QueryWatch watch) {
        this.watch = watch;
    }

    void addTo(ApiRoutes routes) {
        routes.scoped(
                        Kind.OWN,
                        "GET",
                        "/queries/active",
                        "the queries that wait or run, the oldest first",
                        this::active)
                .scoped(
                        Kind.OWN,
                        "POST",
                        "/queries/cancel",
                        "`id`, of an active query; 404 where there is none",
                        this::cancel)
                .scoped(
                        Kind.OWN,
                        "GET",
                        "/queries/recent",
                        "`limit` (100); the queries that are over, the newest first",
                        this::recent);
    }

    private HttpAnswer active(ApiRoute.Request request) {
        List<ActiveQuery> active = watch.active().visibleTo(request);
        return ApiAnswer.success(json -> {
            json.beginArray();
            for (ActiveQuery query : active) {
                QueryJson.write(json, query, watch.active().tookNanos(query));
            }
            json.endArray();
        });
    }

    private HttpAnswer recent(ApiRoute.Request request) {
        int limit = request.parameters().limit().orElse(LIMIT);
        List<QueryRecord> recent = watch.log().newest(request, limit);
        return ApiAnswer.success(json -> {
            json.beginArray();
            for (QueryRecord query : recent) {
                QueryJson.write(json, query);
            }
            json.endArray();
        });
    }

    private HttpAnswer cancel(ApiRoute.Request request) {
        OptionalLong id = request.parameters().number("id");
        if (id.isEmpty()) {
            return ApiError.BAD_DATA.answer("no id parameter provided");
        }
        return watch.active().cancel(id.getAsLong(), request)
                ? ApiAnswer.success(json -> json.number(id.getAsLong()))
                : ApiError.NOT_FOUND.answer("no active query has the id " + id.getAsLong());
    }
}
