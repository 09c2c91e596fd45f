package io.tributary.server.query;

import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryException;
import io.tributary.runtime.concurrent.Permits;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.server.api.ApiError;
import java.util.Optional;

/// The queue in which queries wait for each other. Who is cancelled, or whose time is over, leaves
/// it at once.
///
/// @param left counts those who left without a permit, by what they were answered
public record QueryPermits(Permits permits, Labeled<Counter> left) {
    /// Parks until the query may be evaluated.
    ///
    /// @throws QueryException if it was cancelled meanwhile, or its time is over
    Permits.Permit take(QueryControl control) throws InterruptedException {
        Permits.Turn turn = permits.queue();
        control.budget().whenCancelled(turn::leave);
        Optional<Permits.Permit> permit = turn.await(control.nanosLeft());
        try {
            control.check();
            return permit.orElseThrow(
                    () -> new QueryException(QueryException.Kind.TIMEOUT, "query timed out"));
        } catch (QueryException e) {
            permit.ifPresent(Permits.Permit::close);
            left.of(ApiError.of(e).type()).increment();
            throw e;
        }
    }
}
