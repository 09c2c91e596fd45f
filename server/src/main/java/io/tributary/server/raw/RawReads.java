package io.tributary.server.raw;

import io.tributary.model.flow.ReadBudget;
import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryException;
import io.tributary.runtime.clock.Clock;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.QuestionBudgets;
import io.tributary.server.query.Asker;
import io.tributary.server.query.QueryPermits;
import io.tributary.server.query.QueryWatch;
import io.tributary.server.query.Question;
import io.tributary.server.query.ScopeLimits;
import java.io.IOException;

/// What reads of stored samples have in common: a permit, a budget, a deadline, and being told of
/// as queries are. Safe from any thread.
///
/// @param permits the queue in which they wait for each other
/// @param timeoutMillis how long one may take, its client's part in that included
public record RawReads(
        ScopeLimits limits,
        QuestionBudgets budgets,
        QueryPermits permits,
        QueryWatch watch,
        Clock clock,
        long timeoutMillis) {
    /// What one read does while it has its permit.
    @FunctionalInterface
    interface Work<T> {
        T read(Reading reading) throws IOException, InterruptedException;
    }

    /// Waits for its turn, then reads.
    ///
    /// @param question as it is told
    /// @param samplesMax how many samples it may read
    /// @throws QueryException if it was cancelled or its time is over
    <T> T run(ApiRoute.Request request, Question question, long samplesMax, Work<T> work)
            throws IOException, InterruptedException {
        QueryControl control =
                QueryControl.startingNow(
                        clock::monotonicNanos, timeoutMillis, budgets.open(request));
        try (ReadBudget _ = control.budget()) {
            return watch.run(
                    Asker.of(request),
                    question,
                    control,
                    () -> {
                        try (QueryPermits.Turn _ = permits.take(request, control);
                                Reading reading =
                                        new Reading(
                                                limits.source(request),
                                                request.scope(),
                                                control,
                                                samplesMax)) {
                            return work.read(reading);
                        }
                    });
        }
    }
}
