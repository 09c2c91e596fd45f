package io.tributary.tsdb.series;

import io.tributary.model.Labels;
import io.tributary.model.usage.SeriesUsage;
import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.memory.LongIntMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntSupplier;

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
    private static final int UNKNOWN = LongIntMap.ABSENT;

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

    /// How many series a tenant has, by the labels that are stamped on them.
    List<SeriesUsage.Stamped> stamped(int tenant, StampSets stamps, PairDictionary pairs) {
        List<SeriesUsage.Stamped> all = new ArrayList<>();
        for (int set : stamps.setsOf(tenant)) {
            if (ofSet(set) > 0) {
                Labels.Builder labels = new Labels.Builder();
                for (int pair : stamps.set(set).pairs()) {
                    labels.set(pairs.label(pair).name(), pairs.label(pair).value());
                }
                all.add(new SeriesUsage.Stamped(labels.build(), ofSet(set)));
            }
        }
        return all;
    }

    /// The count of a metric, which is kept up from here on.
    ///
    /// @param first finds it out the first time
    int ofMetric(int tenant, int pair, IntSupplier first) {
        int known = metrics.find(key(tenant, pair));
        if (known == UNKNOWN) {
            known = first.getAsInt();
            metered.set(tenant);
            metrics.put(key(tenant, pair), known);
        }
        return known;
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
