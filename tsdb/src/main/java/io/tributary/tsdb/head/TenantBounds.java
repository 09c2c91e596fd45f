package io.tributary.tsdb.head;

import io.tributary.tsdb.append.WritePath;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Of each tenant, the newest time of anything that is held here no longer: behind it a slot that
/// looks empty may have held something.
final class TenantBounds implements WritePath.TenantBounds {
    private final Map<Integer, Long> complete;

    /// @param known what recovery found
    TenantBounds(Map<Integer, Long> known) {
        complete = new ConcurrentHashMap<>(known);
    }

    @Override
    public long completeMillis(int tenant) {
        return complete.getOrDefault(tenant, Long.MIN_VALUE);
    }

    /// By tenant's number; may be raised by whoever lets samples go.
    Map<Integer, Long> complete() {
        return complete;
    }
}
