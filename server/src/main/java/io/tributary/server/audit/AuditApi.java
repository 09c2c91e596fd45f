package io.tributary.server.audit;

import io.tributary.format.json.JsonWriter;
import io.tributary.gateway.audit.AuditLog;
import io.tributary.gateway.audit.AuditQuery;
import io.tributary.gateway.audit.AuditQuery.Sight;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.concurrent.Permits;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.server.api.ApiParameters;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Answers what of the audit stream is asked for: lines as they stand in its files, then one that
/// says how many they are.
///
/// ```
/// {"type":"event",…}
/// {"type":"end","lines":1,"damaged":0,"more":false}
/// ```
///
/// Bound: {@link #SEARCHES_MAX} searches at once, each of a block of lines in memory; others wait.
public final class AuditApi {
    static final int SEARCHES_MAX = 4;

    private static final String JSON_LINES = "application/x-ndjson";
    private static final int LAST_LINE_BYTES = 1 << 10;

    private final AuditLog log;
    private final Function<HttpExchange, Sight> sight;
    private final Clock clock;
    private final Permits searches = new Permits(SEARCHES_MAX);

    /// @param sight what the caller of a request may see; may refuse it by an
    ///   `HttpRefusalException`
    public AuditApi(AuditLog log, Function<HttpExchange, Sight> sight, Clock clock) {
        this.log = log;
        this.sight = sight;
        this.clock = clock;
    }

    /// Answers a request.
    ///
    /// @param parameters its own
    public HttpAnswer answer(HttpExchange exchange, ApiParameters parameters) {
        Sight seen = sight.apply(exchange);
        AuditQuery query = AuditParameters.query(parameters, seen, clock.wallMillis());
        return new HttpAnswer(
                200, List.of(Map.entry("content-type", JSON_LINES)), out -> search(query, out));
    }

    private void search(AuditQuery query, OutputStream out) throws IOException {
        try (Permits.Permit _ = searches.take()) {
            AuditLog.Found found = log.search(query, out::write);
            JsonWriter last = new JsonWriter(new byte[LAST_LINE_BYTES], out::write);
            last.beginObject().name("type").string("end").name("lines").number(found.lines());
            last.name("damaged").number(found.damaged()).name("more").bool(found.more());
            last.endObject().flush();
            out.write('\n');
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting to search the audit stream", e);
        }
    }
}
