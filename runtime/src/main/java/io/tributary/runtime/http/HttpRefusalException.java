package io.tributary.runtime.http;

import java.util.OptionalInt;

/// A request that is not served, and the answer its sender gets. The message is for the sender: it
/// names what was wrong.
public final class HttpRefusalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String text;
    private final int retryAfterSeconds;

    public HttpRefusalException(int status, String message) {
        this(status, message, -1);
    }

    private HttpRefusalException(int status, String message, int retryAfterSeconds) {
        super(message, null, false, false);
        this.status = status;
        this.text = message;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /// Not now: 503, to be repeated after about `retryAfterSeconds`.
    public static HttpRefusalException unavailable(String message, int retryAfterSeconds) {
        return new HttpRefusalException(503, message, retryAfterSeconds);
    }

    public int status() {
        return status;
    }

    /// The message, for the sender.
    public String text() {
        return text;
    }

    /// Before jitter; present with 503 only.
    public OptionalInt retryAfterSeconds() {
        return retryAfterSeconds < 0 ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
    }
}
