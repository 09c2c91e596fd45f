package io.tributary.server.audit;

import io.tributary.format.json.JsonWriter;
import io.tributary.gateway.audit.AuditLog;
import io.tributary.gateway.audit.AuditQuery;
import io.tributary.gateway.audit.AuditQuery.Sight;
import io.tributary.gateway.identity.Permission;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.concurrent.Permits;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

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

    private final AuditTrail trail;
    private final Clock clock;
    private final Permits searches = new Permits(SEARCHES_MAX);

    public AuditApi(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /// Adds the route.
    public void addTo(ApiRoutes routes) {
        routes.within(
                Kind.OWN,
                "GET, POST",
                "/audit",
                Permission.AUDIT,
                "`start`, `end`, `kind`, `tenant`, `principal`, `series`, `limit`, `order`: lines of the [audit stream](audit.md), of the caller's tenants; of all for who sees to the site",
                request ->
                        answer(
                                request.doors().authorizer().auditSight(request.caller()),
                                request.parameters()));
    }

    /// Answers a request.
    ///
    /// @param sight what its caller may see
    /// @param parameters its own
    HttpAnswer answer(Sight sight, ApiParameters parameters) {
        AuditLog log =
                trail.log()
                        .orElseThrow(
                                () -> HttpRefusalException.unavailable("server is starting", 1));
        AuditQuery query = AuditParameters.query(parameters, sight, clock.wallMillis());
        return new HttpAnswer(
                200,
                List.of(Map.entry("content-type", JSON_LINES)),
                out -> search(log, query, out));
    }

    private void search(AuditLog log, AuditQuery query, OutputStream out) throws IOException {
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
