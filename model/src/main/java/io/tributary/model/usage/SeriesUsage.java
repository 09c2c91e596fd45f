package io.tributary.model.usage;

import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Verdict;
import java.util.List;
import java.util.Optional;

/// How many series of a tenant there are, and whose new ones were refused. Safe from any thread.
public interface SeriesUsage {
    /// Series that are there now: known, and not let go with the last of their samples.
    int series(Tenant tenant);

    /// The same, by what the server stamps on them; in no order.
    List<Stamped> stamped(Tenant tenant);

    /// The metrics whose new series were refused most often because of a limit, the most first.
    List<RefusedMetric> refused(Tenant tenant);

    /// Why a series may not be made now; empty where it may, or is there. Nothing is counted.
    ///
    /// @param verdict that accepts it, on this route
    Optional<Objection> objection(Route route, Verdict verdict);

    /// Why a series that is new may not be made.
    ///
    /// @param why in words, as its sender is told
    record Objection(Refusal reason, String why) {}

    /// Series with the same stamps.
    record Stamped(Labels stamps, int series) {}

    /// A metric whose new series were refused. A series that is sent again is refused again, and
    /// counts again.
    ///
    /// @param count how often, since the start
    /// @param overcount how much of `count` may be of metrics that were there before: few are kept
    record RefusedMetric(String metric, Refusal reason, long count, long overcount) {}
}
