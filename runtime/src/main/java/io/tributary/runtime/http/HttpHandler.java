package io.tributary.runtime.http;

import java.io.IOException;

/// Answers the requests of one route. Runs on a virtual thread of its own for each request, so it
/// may block; starts when the headers are there, before any byte of the body was read.
@FunctionalInterface
public interface HttpHandler {
    /// Answers one request.
    ///
    /// @throws HttpRefusalException where the request is at fault or cannot be served now; answered
    ///   as it says
    /// @throws IOException where our own storage is at fault; answered 500
    HttpAnswer answer(HttpExchange exchange) throws IOException, InterruptedException;

    /// How a client is told of a refusal that `answer` did not come to: the server is full, or
    /// `answer` failed, which is a 500.
    ///
    /// @throws HttpRefusalException to have it told as everywhere
    default HttpAnswer refused(HttpExchange exchange, HttpRefusalException refusal) {
        throw refusal;
    }
}
