package io.tributary.server.raw;

import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadBudget;
import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryException;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.server.api.ApiError;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.QuestionBudgets;
import io.tributary.server.query.Asker;
import io.tributary.server.query.QueryPermits;
import io.tributary.server.query.QueryWatch;
import io.tributary.server.query.Question;
import io.tributary.server.query.ScopeLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

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

    /// Reads while an answer is written.
    @FunctionalInterface
    interface Writing {
        void write(Reading reading, OutputStream out) throws IOException;
    }

    /// An answer that is read while it is sent: it has its permit until its last byte has been
    /// taken. What goes wrong before its first bytes leave is answered as a query's failure; what
    /// goes wrong later breaks the connection, so that nobody takes a part for the whole.
    HttpAnswer streamed(
            ApiRoute.Request request,
            Question question,
            long samplesMax,
            List<Map.Entry<String, String>> headers,
            Writing writing) {
        return new HttpAnswer(
                200,
                headers,
                out -> {
                    try {
                        run(
                                request,
                                question,
                                samplesMax,
                                reading -> {
                                    writing.write(reading, out);
                                    return reading;
                                });
                    } catch (QueryException | BudgetExceededException e) {
                        throw ApiError.refusal(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IOException("interrupted while waiting for a permit", e);
                    }
                });
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
