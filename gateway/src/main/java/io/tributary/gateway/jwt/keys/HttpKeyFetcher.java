package io.tributary.gateway.jwt.keys;

import io.tributary.runtime.http.client.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads documents from where they are said to be, and from nowhere else: a redirect is a failure.
/// Nothing is opened before the first is asked for. Safe from any thread.
public final class HttpKeyFetcher implements KeyFetcher, AutoCloseable {
    /// The longest document taken, in bytes.
    static final int DOCUMENT_BYTES_MAX = 256 * 1024;

    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final Duration within;
    private @Nullable HttpCaller caller;

    public HttpKeyFetcher() {
        this(WITHIN);
    }

    /// @param within until a whole document is there
    HttpKeyFetcher(Duration within) {
        this.within = within;
    }

    @Override
    public String fetch(URI uri) throws IOException, InterruptedException {
        HttpCaller.Reply reply = caller().get(uri, Map.of("accept", "application/json"), within);
        if (reply.status() != 200) {
            throw new IOException(
                    "cannot read %s: answered %d%s"
                            .formatted(
                                    uri,
                                    reply.status(),
                                    isRedirect(reply.status())
                                            ? ", and redirects are not followed"
                                            : ""));
        }
        return reply.body();
    }

    @Override
    public synchronized void close() {
        if (caller != null) {
            caller.close();
        }
    }

    private synchronized HttpCaller caller() {
        if (caller == null) {
            caller = new HttpCaller(DOCUMENT_BYTES_MAX);
        }
        return caller;
    }

    private static boolean isRedirect(int status) {
        return status >= 300 && status < 400;
    }
}
