package io.tributary.server.query;

import io.tributary.promql.QueryStatistics;
import io.tributary.server.api.ApiError;
import java.util.Optional;

/// A query that is over, and what came of it.
///
/// @param tookNanos from its being asked to its answer, which is sent after that
/// @param failure empty where it was answered
record QueryRecord(
        long id,
        long startedMillis,
        Asker asker,
        Question question,
        long tookNanos,
        QueryStatistics statistics,
        Optional<Failure> failure) {
    /// Why there was no answer.
    record Failure(ApiError error, String message) {
        /// What is kept of a message.
        private static final int LENGTH_MAX = 1_000;

        Failure {
            message = message.length() <= LENGTH_MAX ? message : message.substring(0, LENGTH_MAX);
        }

        static Failure of(Exception e) {
            return new Failure(ApiError.of(e), String.valueOf(e.getMessage()));
        }
    }

    /// Characters of it that are kept in memory.
    int length() {
        return question.length() + failure.map(failed -> failed.message().length()).orElse(0);
    }

    int status() {
        return failure.map(failed -> failed.error().status()).orElse(200);
    }
}
