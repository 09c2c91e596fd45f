package io.tributary.server.api;

import io.tributary.model.flow.BudgetExceededException;
import io.tributary.promql.QueryException;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;

/// What can be wrong with a question, in the words and with the codes of Prometheus' API.
public enum ApiError {
    /// The question is none.
    BAD_DATA(400, "bad_data"),
    /// What is stored is neither deleted nor changed.
    FORBIDDEN(403, "forbidden"),
    /// There is no such thing here.
    NOT_FOUND(404, "not_found"),
    /// It is one, and cannot be answered.
    EXECUTION(422, "execution"),
    /// Nobody waits for the answer any more.
    CANCELED(499, "canceled"),
    /// What is stored cannot be read.
    INTERNAL(500, "internal"),
    /// It took longer than it may.
    TIMEOUT(503, "timeout"),
    /// There is no room for it now.
    UNAVAILABLE(503, "unavailable");

    private static final int RETRY_SECONDS = 1;

    private final int status;
    private final String type;

    ApiError(int status, String type) {
        this.status = status;
        this.type = type;
    }

    /// What the failure of a question is; of what it does not know: that stored data cannot be
    /// read.
    public static ApiError of(Exception failure) {
        return switch (failure) {
            case QueryException query -> of(query.kind());
            case BudgetExceededException budget -> budget.isOfAll() ? UNAVAILABLE : EXECUTION;
            case Exception _ -> INTERNAL;
        };
    }

    private static ApiError of(QueryException.Kind kind) {
        return switch (kind) {
            case BAD_DATA -> BAD_DATA;
            case EXECUTION -> EXECUTION;
            case CANCELED -> CANCELED;
            case TIMEOUT -> TIMEOUT;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }

    /// The answer to a question that failed so.
    public static HttpAnswer answer(Exception failure) {
        ApiError error = of(failure);
        HttpAnswer answer = error.answer(String.valueOf(failure.getMessage()));
        return error == UNAVAILABLE ? answer.withRetryAfter(RETRY_SECONDS) : answer;
    }

    /// The same failure, where an answer is being written already.
    public static HttpRefusalException refusal(Exception failure) {
        ApiError error = of(failure);
        String message = String.valueOf(failure.getMessage());
        return error == UNAVAILABLE
                ? HttpRefusalException.unavailable(message, RETRY_SECONDS)
                : new HttpRefusalException(error.status, message);
    }

    public int status() {
        return status;
    }

    /// `errorType` in the answer.
    public String type() {
        return type;
    }

    public HttpAnswer answer(String message) {
        return HttpAnswer.error(status, type, message);
    }
}
