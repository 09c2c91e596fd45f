package io.tributary.gateway.audit;

import io.tributary.model.Matcher;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// What of the stream is wanted, and what of it may be seen. Empty sets and lists ask for all.
///
/// @param sight what the caller may see, whatever else is asked for
/// @param fromMillis since 1970
/// @param toMillis included
/// @param tenants names
/// @param principals names
/// @param series all must match; events that are about no series do not
/// @param linesMax not more, 1 at least
/// @param newestFirst in the order opposite to the one they were written in
public record AuditQuery(
        Sight sight,
        long fromMillis,
        long toMillis,
        Set<AuditEvent.Kind> kinds,
        Set<String> tenants,
        Set<String> principals,
        List<Matcher> series,
        int linesMax,
        boolean newestFirst) {
    public AuditQuery {
        kinds = Set.copyOf(kinds);
        tenants = Set.copyOf(tenants);
        principals = Set.copyOf(principals);
        series = List.copyOf(series);
        if (linesMax < 1) {
            throw new IllegalArgumentException("BUG: " + linesMax + " lines asked for");
        }
    }

    /// What somebody may see.
    public sealed interface Sight {
        /// All there is, also what is of no tenant.
        record Everything() implements Sight {}

        /// What is of these tenants.
        record Tenants(Set<UUID> ids) implements Sight {
            public Tenants {
                ids = Set.copyOf(ids);
            }
        }
    }

    /// Everything between two times, the newest first.
    public static AuditQuery all(long fromMillis, long toMillis, int linesMax) {
        return new AuditQuery(
                new Sight.Everything(),
                fromMillis,
                toMillis,
                Set.of(),
                Set.of(),
                Set.of(),
                List.of(),
                linesMax,
                true);
    }
}
