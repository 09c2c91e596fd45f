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
import io.tributary.tsdb.notes.SeriesExemplar;
import io.tributary.tsdb.series.Selection;
import io.tributary.tsdb.wal.Wal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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

    private static final Comparator<Exemplar> BY_TIME =
            Comparator.comparingLong(Exemplar::timeMillis)
                    .thenComparing(Exemplar::labels)
                    .thenComparingLong(Exemplar::valueBits);

    private static final Comparator<FamilyMetadata> BY_NAME =
            Comparator.comparing(FamilyMetadata::family)
                    .thenComparing(FamilyMetadata::type)
                    .thenComparing(FamilyMetadata::help)
                    .thenComparing(FamilyMetadata::unit);

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
                            found.computeIfAbsent(slot, _ -> new TreeSet<>(BY_TIME))
                                    .add(each.exemplar());
                        }
                    }
                }
            }
            List<SeriesExemplars> answer = new ArrayList<>();
            found.forEach((slot, exemplars) ->
                    answer.add(
                            new SeriesExemplars(
                                    memory.directory().labels(slot), List.copyOf(exemplars))));
            answer.sort(Comparator.comparing(SeriesExemplars::series));
            return answer;
        } finally {
            selecting.unlock();
            budget.giveBack(taken);
        }
    }

    @Override
    public List<FamilyMetadata> metadata(ReadScope scope) {
        TreeSet<FamilyMetadata> found = new TreeSet<>(BY_NAME);
        for (ReadScope.TenantScope tenant : scope.tenants()) {
            Optional<Integer> number = memory.directory().findTenant(tenant.tenant());
            if (number.isEmpty()) {
                continue;
            }
            List<FamilyMetadata> all = memory.notes().metadata(number.get());
            if (tenant.policy().isEmpty()) {
                found.addAll(all);
                continue;
            }
            List<String> names = metricNames(tenant);
            for (FamilyMetadata metadata : all) {
                if (isOfAny(metadata.family(), names)) {
                    found.add(metadata);
                }
            }
        }
        wal.awaitDurable(wal.position());
        return List.copyOf(found);
    }

    private RoaringBitmap slots(ReadScope scope, Selector selector) {
        return selection().select(scope, selector.matchers());
    }

    private Selection selection() {
        return new Selection(memory.directory(), memory.newHash(), memory.directory().slotCount());
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

    /// The metric names of visible series, each once, in order.
    private List<String> metricNames(ReadScope.TenantScope tenant) {
        TreeSet<String> names = new TreeSet<>();
        selecting.lock();
        try {
            IntIterator each = selection().select(tenant, List.of()).getIntIterator();
            while (each.hasNext()) {
                Labels labels = memory.directory().labels(each.next());
                names.add(labels.metricName());
            }
        } finally {
            selecting.unlock();
        }
        return List.copyOf(names);
    }

    /// Whether a metric is the family's own, or one of its parts: `_total`, `_bucket` and the like.
    private static boolean isOfAny(String family, List<String> names) {
        if (Collections.binarySearch(names, family) >= 0) {
            return true;
        }
        int next = -Collections.binarySearch(names, family + "_") - 1;
        return next < 0 || (next < names.size() && names.get(next).startsWith(family + "_"));
    }

    private static boolean isIn(Selector selector, Exemplar exemplar) {
        return exemplar.timeMillis() > selector.fromMillis()
                && exemplar.timeMillis() <= selector.toMillis();
    }
}
