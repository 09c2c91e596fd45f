package io.tributary.server.api;

import io.tributary.runtime.http.HttpAnswer;

/// What can be wrong with a question, in the words and with the codes of Prometheus' API.
public enum ApiError {
    /// The question is none.
    BAD_DATA(400, "bad_data"),
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

    private final int status;
    private final String type;

    ApiError(int status, String type) {
        this.status = status;
        this.type = type;
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
