package io.tributary.runtime.http;

/// Is told of every answer, for counters and the log. Called on the request's thread; must not
/// throw.
public interface HttpObserver {
    /// An answer was given (or, with status 499, found nobody to take it).
    ///
    /// @param path as the route was declared; empty where no route was found
    void answered(String method, String path, int status, long durationNanos);

    /// A handler threw what it should not have; the client was told 500 and no more.
    void failed(String method, String path, Throwable failure);
}
