package io.tributary.server.query;

import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryException;
import io.tributary.runtime.concurrent.FairPermits;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.server.api.ApiError;
import io.tributary.server.door.ApiRoute;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The queue in which queries wait for each other: tenants share what there is by the milliseconds
/// that their queries are evaluated for, and those who ask share their tenant's part. Who is
/// cancelled, or whose time is over, leaves it at once.
///
/// @param ofTenantMax what one tenant may hold, whatever its own limit says
/// @param left counts those who left without a permit, by what they were answered
public record QueryPermits(
        FairPermits<String> permits, int ofTenantMax, ScopeLimits limits, Labeled<Counter> left) {
    /// What each who waits gets in a round, in milliseconds.
    public static final long QUANTUM_MILLIS = 50;

    /// Queries of one tenant that wait; one more is answered 503.
    public static final int WAITING_MAX = 1_000;

    /// The right to evaluate, until closed: the query pays then for how long it was evaluated.
    public record Turn(FairPermits<String>.Permit permit, QueryControl control)
            implements AutoCloseable {
        @Override
        public void close() {
            permit.costs(TimeUnit.NANOSECONDS.toMillis(control.statistics().evaluatedNanos()));
            permit.close();
        }
    }

    /// Parks until the query may be evaluated.
    ///
    /// @throws QueryException if it was cancelled meanwhile, its time is over, or too many wait
    public Turn take(ApiRoute.Request request, QueryControl control) throws InterruptedException {
        Asker asker = Asker.of(request);
        FairPermits<String>.Turn turn =
                permits.queue(
                                asker.tenantNames(),
                                asker.principal(),
                                Math.min(ofTenantMax, limits.of(request).concurrentMax()))
                        .orElseThrow(() ->
                                left(
                                        new QueryException(
                                                QueryException.Kind.UNAVAILABLE,
                                                "%d queries of this tenant wait already"
                                                        .formatted(WAITING_MAX))));
        control.budget().whenCancelled(turn::leave);
        Optional<FairPermits<String>.Permit> permit = turn.await(control.nanosLeft());
        try {
            control.check();
            return new Turn(
                    permit.orElseThrow(() ->
                            new QueryException(QueryException.Kind.TIMEOUT, "query timed out")),
                    control);
        } catch (QueryException e) {
            permit.ifPresent(FairPermits.Permit::close);
            throw left(e);
        }
    }

    private QueryException left(QueryException why) {
        left.of(ApiError.of(why).type()).increment();
        return why;
    }
}
