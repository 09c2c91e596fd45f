package io.tributary.tsdb.series;

import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.memory.LongIntMap;
import java.util.BitSet;

/// How many series have a slot: by tenant, by set of stamps and, of tenants that were asked for, by
/// metric name.
///
/// A series is counted from the moment it gets its slot, from a write or from a record on disk,
/// until it departs; so the counts after a restart are those before.
///
/// *Invariants*: a tenant's count is the sum of its sets'. The count of a metric, once it is here,
/// follows each series that comes and goes.
///
/// Writer only.
final class SeriesCounts {
    /// What a count is where it was not asked for.
    static final int UNKNOWN = LongIntMap.ABSENT;

    private final IntList tenants = new IntList();
    private final IntList sets = new IntList();
    private final BitSet metered = new BitSet();

    /// By tenant and pair of the metric name.
    private final LongIntMap metrics = new LongIntMap();

    int ofTenant(int tenant) {
        return tenant < tenants.size() ? tenants.at(tenant) : 0;
    }

    int ofSet(int set) {
        return set < sets.size() ? sets.at(set) : 0;
    }

    /// The count of a metric, or `UNKNOWN`: to be found out then, and told by {@link #set}.
    int ofMetric(int tenant, int pair) {
        return metrics.find(key(tenant, pair));
    }

    /// Tells the count of a metric as it is now; it is kept up from here on.
    void set(int tenant, int pair, int series) {
        metered.set(tenant);
        metrics.put(key(tenant, pair), series);
    }

    /// A series came or went.
    ///
    /// @param tenant of the set; below 0 where it is lost
    /// @param pairs of its key, the first `count`
    /// @param by 1 or -1
    void change(int tenant, int set, int[] pairs, int count, int by) {
        add(sets, set, by);
        if (tenant < 0) {
            return;
        }
        add(tenants, tenant, by);
        if (metered.get(tenant)) {
            for (int i = 0; i < count; i++) {
                int known = metrics.find(key(tenant, pairs[i]));
                if (known != UNKNOWN) {
                    metrics.put(key(tenant, pairs[i]), known + by);
                }
            }
        }
    }

    private static void add(IntList counts, int index, int by) {
        while (counts.size() <= index) {
            counts.add(0);
        }
        counts.set(index, counts.at(index) + by);
    }

    private static long key(int tenant, int pair) {
        return (tenant + 1L) << Integer.SIZE | pair;
    }
}
