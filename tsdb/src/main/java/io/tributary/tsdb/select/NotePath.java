package io.tributary.tsdb.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.ExemplarSource;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetadataSource;
import io.tributary.model.notes.SeriesExemplars;
import io.tributary.tsdb.lanes.HeadMemory;
import io.tributary.tsdb.memory.LongIntMap;
import io.tributary.tsdb.notes.MetricNames;
import io.tributary.tsdb.notes.SeriesExemplar;
import io.tributary.tsdb.notes.ToldMetadata;
import io.tributary.tsdb.series.SeriesStamps;
import io.tributary.tsdb.wal.Wal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/// The way out of what is kept beside samples. Safe from any thread, without the append lock.
public final class NotePath implements ExemplarSource, MetadataSource {
    /// What a series takes while it is asked for, and an exemplar that is shown.
    private static final int SERIES_BYTES = 24;

    private static final int EXEMPLAR_BYTES = 300;

    /// What a family takes besides its texts: places in a set and in an answer.
    private static final int FAMILY_BYTES = 200;

    private final HeadMemory memory;
    private final Wal wal;
    private final Lock selecting;

    /// @param selecting held while slots are: one of a departed series is not used again meanwhile
    public NotePath(HeadMemory memory, Wal wal, Lock selecting) {
        this.memory = memory;
        this.wal = wal;
        this.selecting = selecting;
    }

    @Override
    public List<SeriesExemplars> exemplars(
            ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        List<SeriesExemplars> answer = collect(scope, selectors, budget);
        wal.awaitDurable(wal.position());
        return answer;
    }

    private List<SeriesExemplars> collect(
            ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        Map<Integer, TreeSet<Exemplar>> found = new TreeMap<>();
        long taken = 0;
        selecting.lock();
        try {
            for (Selector selector : selectors) {
                RoaringBitmap slots = slots(scope, selector);
                long bytes = (long) SERIES_BYTES * slots.getCardinality();
                budget.take(bytes, "exemplars");
                taken += bytes;
                LongIntMap refs = refs(slots);
                for (ReadScope.TenantScope tenant : scope.tenants()) {
                    for (SeriesExemplar each : exemplars(tenant)) {
                        int slot = refs.find(each.ref());
                        if (slot != LongIntMap.ABSENT && isIn(selector, each.exemplar())) {
                            budget.take(EXEMPLAR_BYTES, "exemplars");
                            taken += EXEMPLAR_BYTES;
                            found.computeIfAbsent(slot, _ -> new TreeSet<>(Exemplar.BY_TIME))
                                    .add(each.exemplar());
                        }
                    }
                }
            }
            Map<Labels, TreeSet<Exemplar>> bySeries = new TreeMap<>();
            found.forEach((slot, exemplars) ->
                    bySeries.merge(
                            memory.directory().labels(slot),
                            exemplars,
                            (of, also) -> {
                                of.addAll(also);
                                return of;
                            }));
            List<SeriesExemplars> answer = new ArrayList<>();
            bySeries.forEach((series, exemplars) ->
                    answer.add(new SeriesExemplars(series, List.copyOf(exemplars))));
            return answer;
        } finally {
            selecting.unlock();
            budget.giveBack(taken);
        }
    }

    @Override
    public List<FamilyMetadata> metadata(ReadScope scope, ReadBudget budget) {
        TreeSet<FamilyMetadata> found = new TreeSet<>(FamilyMetadata.BY_NAME);
        for (ReadScope.TenantScope tenant : scope.tenants()) {
            Optional<Integer> number = memory.directory().findTenant(tenant.tenant());
            if (number.isEmpty()) {
                continue;
            }
            List<ToldMetadata> all = memory.notes().metadata(number.get());
            Map<Labels, MetricNames> visible =
                    all.isEmpty() ? Map.of() : metricNames(tenant, budget);
            for (ToldMetadata told : all) {
                if (isVisible(told, visible) && found.add(told.metadata())) {
                    budget.take(sizeBytes(told.metadata()), "metadata");
                }
            }
        }
        wal.awaitDurable(wal.position());
        return List.copyOf(found);
    }

    private static long sizeBytes(FamilyMetadata metadata) {
        int length =
                metadata.family().length() + metadata.help().length() + metadata.unit().length();
        return FAMILY_BYTES + (long) Character.BYTES * length;
    }

    private RoaringBitmap slots(ReadScope scope, Selector selector) {
        return memory.selection().select(scope, selector.matchers());
    }

    private LongIntMap refs(RoaringBitmap slots) {
        LongIntMap refs = new LongIntMap();
        IntIterator each = slots.getIntIterator();
        while (each.hasNext()) {
            int slot = each.next();
            refs.put(memory.directory().ref(slot), slot);
        }
        return refs;
    }

    private List<SeriesExemplar> exemplars(ReadScope.TenantScope tenant) {
        return memory.directory()
                .findTenant(tenant.tenant())
                .map(memory.notes()::exemplars)
                .orElse(List.of());
    }

    /// Whether a series of one of those who say it is visible, and of this family.
    private static boolean isVisible(ToldMetadata told, Map<Labels, MetricNames> visible) {
        String family = told.metadata().family();
        for (Labels stamps : told.stamps()) {
            MetricNames names = visible.get(stamps);
            if (names != null && names.hasOneOf(family)) {
                return true;
            }
        }
        return false;
    }

    /// Those of visible series, by what is stamped on them.
    private Map<Labels, MetricNames> metricNames(ReadScope.TenantScope tenant, ReadBudget budget) {
        selecting.lock();
        try {
            RoaringBitmap slots = memory.selection().select(tenant, List.of());
            Map<Labels, MetricNames> names = new HashMap<>();
            new SeriesStamps(memory.directory())
                    .metricNames(slots, budget)
                    .forEach((stamps, found) -> names.put(stamps, new MetricNames(found)));
            return names;
        } finally {
            selecting.unlock();
        }
    }

    private static boolean isIn(Selector selector, Exemplar exemplar) {
        return exemplar.timeMillis() > selector.fromMillis()
                && exemplar.timeMillis() <= selector.toMillis();
    }
}
