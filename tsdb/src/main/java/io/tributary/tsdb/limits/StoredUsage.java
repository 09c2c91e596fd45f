package io.tributary.tsdb.limits;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Verdict;
import io.tributary.model.usage.SeriesUsage;
import io.tributary.tsdb.series.SeriesDirectory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What is there and what was refused, of a head.
///
/// @param appendLock held while counts are read: they are exact
public record StoredUsage(
        SeriesDirectory directory, ReentrantLock appendLock, RefusedSeries refusedSeries)
        implements SeriesUsage {
    @Override
    public int series(Tenant tenant) {
        return stamped(tenant).stream().mapToInt(Stamped::series).sum();
    }

    @Override
    public List<Stamped> stamped(Tenant tenant) {
        appendLock.lock();
        try {
            return directory.findTenant(tenant).map(directory::stampedCounts).orElse(List.of());
        } finally {
            appendLock.unlock();
        }
    }

    @Override
    public List<RefusedMetric> refused(Tenant tenant) {
        return refusedSeries.of(tenant);
    }

    @Override
    public Optional<Objection> objection(Route route, Verdict verdict) {
        SeriesRoom room = new SeriesRoom(directory);
        room.begin(route);
        appendLock.lock();
        try {
            if (directory.findTenant(verdict.tenant()).isEmpty()
                    || directory.find(verdict) != SeriesDirectory.ABSENT) {
                return Optional.empty();
            }
            return room.refusal(verdict)
                    .map(reason -> new Objection(reason, room.why(reason, verdict)));
        } finally {
            appendLock.unlock();
        }
    }
}
