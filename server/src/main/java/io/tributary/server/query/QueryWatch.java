package io.tributary.server.query;

import io.tributary.promql.QueryAnswer;
import io.tributary.promql.QueryControl;
import java.io.IOException;
import java.util.Optional;

/// Has queries known: among the active while they wait and run, in the log once they are over.
///
/// @param log of those that are over
record QueryWatch(ActiveQueries active, QueryLog log) {
    /// Asks, waits, and answers.
    @FunctionalInterface
    interface Evaluation {
        QueryAnswer run() throws IOException, InterruptedException;
    }

    QueryAnswer run(Asker asker, Question question, QueryControl control, Evaluation evaluation)
            throws IOException, InterruptedException {
        ActiveQuery query = active.begin(asker, question, control);
        try {
            QueryAnswer answer = evaluation.run();
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
