package io.tributary.server.query;

import io.tributary.promql.QueryControl;
import io.tributary.runtime.clock.Clock;
import java.io.IOException;
import java.util.Optional;

/// Has queries known: among the active while they wait and run, in the log once they are over.
///
/// @param log of those that are over
public record QueryWatch(ActiveQueries active, QueryLog log) {
    /// Asks, waits, and answers.
    @FunctionalInterface
    public interface Evaluation<T> {
        T run() throws IOException, InterruptedException;
    }

    /// None yet.
    public static QueryWatch of(Clock clock, QueryLog log) {
        return new QueryWatch(new ActiveQueries(clock), log);
    }

    /// Has a question known while it is asked, and logged behind it.
    public <T> T run(Asker asker, Question question, QueryControl control, Evaluation<T> evaluation)
            throws IOException, InterruptedException {
        ActiveQuery query = active.begin(asker, question, control);
        try {
            T answer = evaluation.run();
            log(query, Optional.empty());
            return answer;
        } catch (IOException | RuntimeException e) {
            log(query, Optional.of(QueryRecord.Failure.of(e)));
            throw e;
        } finally {
            active.end(query);
        }
    }

    private void log(ActiveQuery query, Optional<QueryRecord.Failure> failure) {
        log.add(
                new QueryRecord(
                        query.id(),
                        query.startedMillis(),
                        query.asker(),
                        query.question(),
                        active.tookNanos(query),
                        query.control().statistics(),
                        failure));
    }
}
