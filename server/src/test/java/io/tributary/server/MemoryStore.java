package io.tributary.server;

import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Admission;
import io.tributary.model.flow.ExtentSource;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.SampleSink;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.Verdict;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.notes.ExemplarSource;
import io.tributary.model.notes.MetadataSource;
import io.tributary.model.usage.SeriesUsage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A store in memory that keeps the promises of the doors: what was written first stays, a repeat
/// is a success, each request is seen whole. "Durable" is what somebody waited for.
public final class MemoryStore implements Store, SampleSink, SeriesSource, TenantDirectory {
    private final Admission admission;
    private final long nowMillis;
    private final Map<String, Tenant> tenants = new LinkedHashMap<>();
    private final Map<Tenant, NavigableMap<Labels, NavigableMap<Long, Long>>> samples =
            new LinkedHashMap<>();
    private long position;
    private long awaited;
    private List<String> warnings = List.of();
    private Optional<Unavailable> busy = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();
    private Optional<IOException> unreadable = Optional.empty();
    private boolean closed;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile CountDownLatch waiting = new CountDownLatch(1);
    private final Semaphore durable = new Semaphore(1);

    MemoryStore(Admission admission, long nowMillis) {
        this.admission = admission;
        this.nowMillis = nowMillis;
    }

    /// Forgets samples and trouble. Tenants stay, as routes to them do.
    public synchronized void reset() {
        samples.clear();
        busy = Optional.empty();
        failure = Optional.empty();
        unreadable = Optional.empty();
    }

    /// From now on writes are turned away.
    public synchronized void turnAway(Unavailable reason) {
        busy = Optional.of(reason);
    }

    /// From now on writes meet a bug.
    public synchronized void fail(RuntimeException bug) {
        failure = Optional.of(bug);
    }

    /// From now on selections wait.
    void holdSelections() {
        held = new CountDownLatch(1);
    }

    void letSelectionsGo() {
        held.countDown();
    }

    /// From now on nothing becomes durable.
    public void holdDurability() {
        waiting = new CountDownLatch(1);
        durable.acquireUninterruptibly();
    }

    /// Waits until somebody waits for what is held; false where nobody does within 10 s.
    public boolean isDurabilityMissed() throws InterruptedException {
        return waiting.await(10, TimeUnit.SECONDS);
    }

    public void letDurabilityGo() {
        durable.release();
    }

    /// From now on reads meet a damaged file.
    public synchronized void damage(IOException damage) {
        unreadable = Optional.of(damage);
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    /// The times and values (as bits) of one series of a tenant.
    public synchronized Map<Long, Long> samples(String tenant, Labels labels) {
        return Map.copyOf(
                samples.getOrDefault(tenants.get(tenant), new TreeMap<>())
                        .getOrDefault(labels, new TreeMap<>()));
    }

    public synchronized boolean isAllAwaited() {
        return awaited == position;
    }

    @Override
    public SampleSink sink() {
        return this;
    }

    @Override
    public SeriesSource source() {
        return this;
    }

    /// Each series is a chunk.
    @Override
    public ExtentSource extents() {
        return (scope, budget) -> extent(scope);
    }

    private synchronized ExtentSource.Extent extent(ReadScope scope) {
        long count = 0;
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (var series : visible(scope)) {
            count++;
            min = Math.min(min, series.getValue().firstKey());
            max = Math.max(max, series.getValue().lastKey());
        }
        return new ExtentSource.Extent(count, min, max);
    }

    @Override
    public ExemplarSource exemplars() {
        return (scope, selectors, budget) -> List.of();
    }

    @Override
    public MetadataSource metadata() {
        return (scope, budget) -> List.of();
    }

    @Override
    public TenantDirectory tenants() {
        return this;
    }

    /// Nothing is stamped here, and nothing refused.
    @Override
    public SeriesUsage usage() {
        return new SeriesUsage() {
            @Override
            public int series(Tenant tenant) {
                return stamped(tenant).getFirst().series();
            }

            @Override
            public List<Stamped> stamped(Tenant tenant) {
                synchronized (MemoryStore.this) {
                    int series = samples.getOrDefault(tenant, new TreeMap<>()).size();
                    return List.of(new Stamped(Labels.empty(), series));
                }
            }

            @Override
            public List<RefusedMetric> refused(Tenant tenant) {
                return List.of();
            }

            @Override
            public Optional<Objection> objection(Route route, Verdict verdict) {
                return Optional.empty();
            }
        };
    }

    @Override
    public long lossCount() {
        return 0;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    @Override
    public synchronized List<WriteResult> append(List<Part> parts) {
        return parts.stream().map(this::decide).toList();
    }

    private WriteResult decide(Part part) {
        WriteBatch batch = part.batch();
        failure.ifPresent(bug -> {
            throw bug;
        });
        if (busy.isPresent()) {
            return new WriteResult.Busy(busy.get(), 3);
        }
        Decision decision = new Decision();
        for (int series = 0; series < batch.seriesCount(); series++) {
            append(part, series, decision);
        }
        for (int i = 0; i < batch.histogramCount(); i++) {
            if (batch.histograms().isValid(i)) {
                part.histograms().refused(i, Refusal.UNSUPPORTED);
                decision.refuse(Refusal.UNSUPPORTED, "native histograms are not stored", 1);
            } else {
                part.histograms().refused(i, Refusal.HISTOGRAM_INVALID);
                String why = batch.histograms().fault(i).text();
                decision.refuse(Refusal.HISTOGRAM_INVALID, why, 1);
            }
        }
        position++;
        return new WriteResult.Accepted(
                decision.written,
                0,
                0,
                decision.repeated,
                0,
                decision.refused,
                decision.first,
                List.of(),
                position);
    }

    @Override
    public synchronized List<String> warnings() {
        return warnings;
    }

    /// Has something that an operator should know.
    public synchronized void warn(String warning) {
        warnings = List.of(warning);
    }

    @Override
    public void awaitDurable(long upTo) {
        waiting.countDown();
        durable.acquireUninterruptibly();
        durable.release();
        synchronized (this) {
            awaited = Math.max(awaited, upTo);
        }
    }

    @Override
    public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted while selecting", e);
        }
        return selectNow(scope, selectors);
    }

    private synchronized SeriesView selectNow(ReadScope scope, List<Selector> selectors)
            throws IOException {
        throwDamage();
        List<List<Map.Entry<Labels, NavigableMap<Long, Long>>>> found = new ArrayList<>();
        for (Selector selector : selectors) {
            List<Map.Entry<Labels, NavigableMap<Long, Long>>> one = new ArrayList<>();
            for (var series : visible(scope)) {
                if (matches(selector.matchers(), series.getKey())) {
                    one.add(
                            Map.entry(
                                    series.getKey(),
                                    new TreeMap<>(
                                            series.getValue()
                                                    .subMap(
                                                            selector.fromMillis(),
                                                            false,
                                                            selector.toMillis(),
                                                            true))));
                }
            }
            found.add(one);
        }
        return new View(found);
    }

    @Override
    public synchronized List<Labels> series(
            ReadScope scope, List<Selector> selectors, ReadBudget budget) throws IOException {
        throwDamage();
        TreeSet<Labels> found = new TreeSet<>();
        for (Selector selector : selectors) {
            for (var series : visible(scope)) {
                if (matches(selector.matchers(), series.getKey())
                        && !series.getValue()
                                .subMap(selector.fromMillis(), false, selector.toMillis(), true)
                                .isEmpty()) {
                    found.add(series.getKey());
                }
            }
        }
        return List.copyOf(found);
    }

    @Override
    public synchronized Optional<Tenant> find(String name) {
        return Optional.ofNullable(tenants.get(name));
    }

    @Override
    public synchronized Optional<Tenant> find(UUID id) {
        return tenants.values().stream().filter(tenant -> tenant.id().equals(id)).findFirst();
    }

    @Override
    public synchronized Tenant register(Tenant tenant) {
        return find(tenant.id())
                .orElseGet(() -> {
                    tenants.put(tenant.name(), tenant);
                    return tenant;
                });
    }

    @Override
    public synchronized Optional<Tenant> findOrCreate(String name, int limit) {
        if (!tenants.containsKey(name) && tenants.size() >= limit) {
            return Optional.empty();
        }
        return Optional.of(
                tenants.computeIfAbsent(
                        name, absent -> new Tenant(new UUID(1, tenants.size()), name)));
    }

    @Override
    public synchronized List<Tenant> all() {
        return List.copyOf(tenants.values());
    }

    private void append(Part part, int series, Decision decision) {
        Route route = part.route();
        WriteBatch batch = part.batch();
        int start = batch.sampleStart(series);
        int end = batch.sampleEnd(series);
        Verdict verdict = new Verdict();
        admission.admit(route, batch, series, verdict);
        if (verdict.isRefused()) {
            for (int i = start; i < end; i++) {
                part.samples().refused(i, verdict.refusal());
            }
            decision.refuse(verdict.refusal(), verdict.detail(), end - start);
            return;
        }
        Labels labels = labels(verdict.key());
        NavigableMap<Long, Long> kept =
                samples.computeIfAbsent(verdict.tenant(), absent -> new TreeMap<>())
                        .computeIfAbsent(labels, absent -> new TreeMap<>());
        for (int i = start; i < end; i++) {
            long time = batch.timeMillis(i);
            long bits = batch.valueBits(i);
            if (time > nowMillis + route.futureMillis()) {
                part.samples().refused(i, Refusal.TOO_FAR_IN_FUTURE);
                decision.refuse(
                        Refusal.TOO_FAR_IN_FUTURE, "t=" + time + " of " + labels + " is ahead", 1);
                continue;
            }
            Long before = kept.putIfAbsent(time, bits);
            if (before != null && before != bits) {
                part.samples().refused(i, Refusal.CONFLICT);
                decision.refuse(
                        Refusal.CONFLICT, "t=" + time + " of " + labels + " has another value", 1);
                continue;
            }
            part.samples().stored(i);
            decision.written++;
            decision.repeated += before == null ? 0 : 1;
        }
    }

    private void throwDamage() throws IOException {
        if (unreadable.isPresent()) {
            throw unreadable.get();
        }
    }

    private List<Map.Entry<Labels, NavigableMap<Long, Long>>> visible(ReadScope scope) {
        List<Map.Entry<Labels, NavigableMap<Long, Long>>> visible = new ArrayList<>();
        for (ReadScope.TenantScope tenant : scope.tenants()) {
            samples.getOrDefault(tenant.tenant(), new TreeMap<>()).entrySet().stream()
                    .filter(series -> matches(tenant.policy(), series.getKey()))
                    .forEach(visible::add);
        }
        return visible;
    }

    private static boolean matches(List<Matcher> matchers, Labels labels) {
        return matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }

    private static Labels labels(LabelPairs pairs) {
        Labels.Builder builder = new Labels.Builder();
        for (int i = 0; i < pairs.count(); i++) {
            builder.set(pairs.name(i), pairs.value(i));
        }
        return builder.build();
    }

    private static final class Decision {
        private final EnumMap<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
        private int written;
        private int repeated;
        private String first = "";

        private void refuse(Refusal reason, String why, int count) {
            refused.merge(reason, count, Integer::sum);
            first = first.isEmpty() ? why : first;
        }
    }

    private record View(List<List<Map.Entry<Labels, NavigableMap<Long, Long>>>> found)
            implements SeriesView {
        @Override
        public int seriesCount(int selector) {
            return found.get(selector).size();
        }

        @Override
        public Labels labels(int selector, int series) {
            return found.get(selector).get(series).getKey();
        }

        @Override
        public void read(
                int selector, int series, long fromMillis, long toMillis, SampleColumn into) {
            into.clear();
            found.get(selector)
                    .get(series)
                    .getValue()
                    .subMap(fromMillis, false, toMillis, true)
                    .forEach((time, bits) -> into.add(time, Double.longBitsToDouble(bits)));
        }

        @Override
        public void awaitDurable() {}

        @Override
        public void close() {}
    }
}
