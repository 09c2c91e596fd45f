package io.tributary.server.query;

import io.tributary.promql.QueryControl;
import io.tributary.runtime.clock.Clock;
import io.tributary.server.door.ApiRoute;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// The queries that wait or run: as many as there are requests in flight, at most. Safe from any
/// thread.
final class ActiveQueries {
    private final Clock clock;
    private final AtomicLong lastId = new AtomicLong();
    private final ConcurrentMap<Long, ActiveQuery> byId = new ConcurrentHashMap<>();

    ActiveQueries(Clock clock) {
        this.clock = clock;
    }

    /// A query is active until {@link #end}.
    ActiveQuery begin(Asker asker, Question question, QueryControl control) {
        ActiveQuery query =
                new ActiveQuery(
                        lastId.incrementAndGet(),
                        clock.wallMillis(),
                        clock.monotonicNanos(),
                        asker,
                        question,
                        control);
        byId.put(query.id(), query);
        return query;
    }

    void end(ActiveQuery query) {
        byId.remove(query.id());
    }

    /// How long a query has been active.
    long tookNanos(ActiveQuery query) {
        return clock.monotonicNanos() - query.startedNanos();
    }

    /// Those that a reader may know of, the oldest first.
    List<ActiveQuery> visibleTo(ApiRoute.Request request) {
        return byId.values().stream()
                .filter(query -> query.asker().isVisibleTo(request))
                .sorted(Comparator.comparingLong(ActiveQuery::id))
                .toList();
    }

    /// Has a query end: at once where it waits, else at the next series it comes to.
    ///
    /// @return false if there is none of that id that the reader may know of
    boolean cancel(long id, ApiRoute.Request request) {
        ActiveQuery query = byId.get(id);
        if (query == null || !query.asker().isVisibleTo(request)) {
            return false;
        }
        query.control().cancel();
        return true;
    }
}
