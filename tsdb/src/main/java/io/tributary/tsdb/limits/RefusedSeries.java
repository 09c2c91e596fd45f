package io.tributary.tsdb.limits;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Verdict;
import io.tributary.model.usage.SeriesUsage.RefusedMetric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Whose new series were refused, by tenant and metric: the worst are named, whatever else comes.
///
/// Space-saving [1]: a fixed number of counters for each tenant. A metric without one takes that of
/// the smallest, and goes on from its count, which is told as what may be too much. Any metric with
/// more than its share of all refusals (one in {@link #METRICS_KEPT}) is there for sure.
///
/// Bounded by tenants, metrics a tenant, and letters of a name.
///
/// [1] Metwally, Agrawal, El Abbadi: Efficient Computation of Frequent and Top-k Elements in Data
/// Streams. ICDT 2005.
///
/// Safe from any thread.
public final class RefusedSeries {
    /// Metrics of one tenant that are kept.
    static final int METRICS_KEPT = 50;

    /// How much of a name is kept, in characters.
    static final int METRIC_SHOWN = 200;

    private static final int TENANTS_KEPT = 1_000;

    private record Key(String metric, Refusal reason) {}

    private static final class Count {
        private long count;
        private long overcount;

        private Count(long before) {
            count = before;
            overcount = before;
        }
    }

    /// In the order in which they were counted last.
    private final Map<Tenant, Map<Key, Count>> tenants =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Tenant, Map<Key, Count>> eldest) {
                    return size() > TENANTS_KEPT;
                }
            };

    /// Counts a series that was refused.
    public void add(Verdict verdict, Refusal reason) {
        add(verdict.tenant(), SeriesRoom.shownMetric(verdict), reason);
    }

    synchronized void add(Tenant tenant, String metric, Refusal reason) {
        Map<Key, Count> metrics = tenants.computeIfAbsent(tenant, absent -> new LinkedHashMap<>());
        Key key = new Key(metric, reason);
        Count known = metrics.get(key);
        if (known == null) {
            known = new Count(metrics.size() < METRICS_KEPT ? 0 : removeSmallest(metrics));
            metrics.put(key, known);
        }
        known.count++;
    }

    /// The worst first.
    public synchronized List<RefusedMetric> of(Tenant tenant) {
        List<RefusedMetric> all = new ArrayList<>();
        tenants.getOrDefault(tenant, Map.of())
                .forEach((key, count) ->
                        all.add(
                                new RefusedMetric(
                                        key.metric(), key.reason(), count.count, count.overcount)));
        all.sort(Comparator.comparingLong(RefusedMetric::count).reversed());
        return all;
    }

    /// Answers what it had counted.
    private static long removeSmallest(Map<Key, Count> metrics) {
        Map.Entry<Key, Count> smallest = metrics.entrySet().iterator().next();
        for (Map.Entry<Key, Count> entry : metrics.entrySet()) {
            if (entry.getValue().count < smallest.getValue().count) {
                smallest = entry;
            }
        }
        metrics.remove(smallest.getKey());
        return smallest.getValue().count;
    }
}
