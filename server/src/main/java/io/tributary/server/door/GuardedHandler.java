package io.tributary.server.door;

import io.tributary.gateway.identity.Caller;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import java.io.IOException;

/// Answers requests of callers who may make them. As {@link io.tributary.runtime.http.HttpHandler}
/// in all else.
@FunctionalInterface
public interface GuardedHandler {
    HttpAnswer answer(HttpExchange exchange, Caller caller)
            throws IOException, InterruptedException;

    /// How a caller is told who is not let in, or whose request failed here.
    ///
    /// @throws HttpRefusalException to have it told as everywhere
    default HttpAnswer refused(HttpExchange exchange, HttpRefusalException refusal) {
        throw refusal;
    }
}
