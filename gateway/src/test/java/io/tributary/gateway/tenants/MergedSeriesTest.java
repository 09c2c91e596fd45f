package io.tributary.gateway.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.histogram.floats.FloatHistogram;
import io.tributary.testkit.SeededCases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Series with equal labels in several tenants: one, in the order of the scope.
class MergedSeriesTest {
    private static final long LIMIT = 1 << 20;

    private final Store store = new Store();
    private final SeriesSource source = new MergedSeries(store);
    private final ReadBudget budget = new ReadBudget(LIMIT);

    @Test
    void select_ofOneTenant_isTheStoresOwn() throws Exception {
        store.add("a", "x", 1, 1);
        SeriesView view = select("a");
        assertThat(view).isInstanceOf(Store.View.class);
        assertThat(source.counts(scope("a"))).isTrue();
        assertThat(source.counts(scope("a", "a"))).isTrue();
        assertThat(source.counts(scope("a", "b"))).isFalse();
    }

    @Test
    void select_ofSeveralWithoutEqualSeries_isTheStoresOwn() throws Exception {
        store.add("a", "x", 1, 1);
        store.add("b", "y", 1, 1);
        assertThat(select("a", "b")).isInstanceOf(Store.View.class);
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void read_ofOneTime_isTheFirstTenantsOfTheScope() throws Exception {
        store.add("a", "x", 1, 10);
        store.add("a", "x", 3, 30);
        store.add("b", "x", 1, 11);
        store.add("b", "x", 2, 21);

        assertThat(contents("a", "b")).isEqualTo(Map.of("x", "1=10.0 2=21.0 3=30.0"));
        assertThat(contents("b", "a")).isEqualTo(Map.of("x", "1=11.0 2=21.0 3=30.0"));
    }

    @Test
    void read_ofRandomTenants_isEachTimeOnceWithTheFirstOfTheScope() {
        SeededCases.run(
                300,
                random -> {
                    Store stored = new Store();
                    List<String> tenants = List.of("a", "b", "c", "d");
                    for (int i = random.between(0, 120); i > 0; i--) {
                        stored.add(
                                random.pick(tenants),
                                "s" + random.between(0, 5),
                                random.between(1, 12),
                                random.between(0, 1_000));
                    }
                    List<String> order =
                            random.list(random.between(1, 5), each -> each.pick(tenants)).stream()
                                    .distinct()
                                    .toList();
                    Map<String, String> expected = stored.expected(order);
                    try {
                        assertThat(contents(new MergedSeries(stored), order.toArray(String[]::new)))
                                .as("%s of %s", order, stored.samples)
                                .isEqualTo(expected);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
        assertThat(budget.usedBytes()).as("given back").isZero();
    }

    /// What a histogram says of the one before it is said of its own tenant's.
    @Test
    void read_ofAHistogramBehindAnotherTenants_saysNothingOfResets() throws Exception {
        FloatHistogram kept = FloatHistogram.EMPTY.withHint(ResetHint.NO_RESET);
        store.addHistogram("a", "x", 1, kept);
        store.addHistogram("a", "x", 2, kept);
        store.addHistogram("a", "x", 4, kept);
        store.addHistogram("b", "x", 3, kept);
        store.addHistogram("b", "x", 5, kept);
        store.addHistogram("b", "x", 6, kept);
        SampleColumn samples = SampleColumn.ofStored();
        try (SeriesView view = select("a", "b")) {
            view.read(0, 0, 0, 10, samples);
        }
        for (int i = 0; i < samples.size(); i++) {
            assertThat(samples.stored(i)).isEqualTo(stored(kept));
        }
        List<ResetHint> hints = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            hints.add(samples.histogram(i).hint());
        }
        ResetHint unknown = ResetHint.UNKNOWN;
        assertThat(hints)
                .containsExactly(
                        ResetHint.NO_RESET,
                        ResetHint.NO_RESET,
                        unknown,
                        unknown,
                        unknown,
                        ResetHint.NO_RESET);
    }

    private static Histogram stored(FloatHistogram histogram) {
        HistogramParts parts = new HistogramParts();
        histogram.into(parts);
        return Histogram.of(parts);
    }

    @Test
    void select_overTheBudget_closesWhatIsOpen() {
        store.add("a", "x", 1, 10);
        store.add("b", "x", 1, 11);
        assertThatThrownBy(() -> source.select(scope("a", "b"), List.of(all()), new ReadBudget(4)))
                .isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("series of several tenants");
        assertThat(store.closed).isEqualTo(1);
    }

    @Test
    void read_overTheBudget_holdsNothing() throws Exception {
        for (int i = 1; i < 100; i++) {
            store.add("a", "x", i, 10);
            store.add("b", "x", i, 11);
        }
        ReadBudget small = new ReadBudget(2_000);
        SeriesView view = source.select(scope("a", "b"), List.of(all()), small);
        assertThatThrownBy(() -> view.read(0, 0, 0, 100, new SampleColumn()))
                .isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("samples of one series in several tenants");
        view.close();
        assertThat(small.usedBytes()).isZero();
        assertThat(store.closed).isEqualTo(1);
    }

    private SeriesView select(String... tenants) throws IOException {
        return source.select(scope(tenants), List.of(all()), budget);
    }

    private Map<String, String> contents(String... tenants) throws IOException {
        return contents(source, tenants);
    }

    private Map<String, String> contents(SeriesSource from, String... tenants) throws IOException {
        Map<String, String> found = new TreeMap<>();
        SampleColumn samples = new SampleColumn();
        try (SeriesView view = from.select(scope(tenants), List.of(all()), budget)) {
            for (int i = 0; i < view.seriesCount(0); i++) {
                view.read(0, i, 0, 100, samples);
                List<String> each = new ArrayList<>();
                for (int s = 0; s < samples.size(); s++) {
                    each.add(samples.time(s) + "=" + samples.value(s));
                }
                String before = found.put(view.labels(0, i).value("job"), String.join(" ", each));
                assertThat(before).as("a series twice").isNull();
            }
        }
        return found;
    }

    private static Selector all() {
        return new Selector(List.of(), 0, 100);
    }

    private static ReadScope scope(String... tenants) {
        return new ReadScope(
                Stream.of(tenants)
                        .map(name ->
                                new ReadScope.TenantScope(
                                        new Tenant(new UUID(0, name.charAt(0)), name), List.of()))
                        .toList(),
                false);
    }

    /// Samples of tenants, by series and time, as a store shows them.
    private static final class Store implements SeriesSource {
        private final Map<String, NavigableMap<String, NavigableMap<Long, FloatHistogram>>>
                histograms = new HashMap<>();
        private final Map<String, NavigableMap<String, NavigableMap<Long, Double>>> samples =
                new HashMap<>();
        private int closed;

        @Override
        public boolean mayRepeat(ReadScope scope) {
            return scope.tenants().stream().map(ReadScope.TenantScope::tenant).distinct().count()
                    > 1;
        }

        void add(String tenant, String series, long time, double value) {
            samples.computeIfAbsent(tenant, none -> new TreeMap<>())
                    .computeIfAbsent(series, none -> new TreeMap<>())
                    .put(time, value);
        }

        void addHistogram(String tenant, String series, long time, FloatHistogram histogram) {
            add(tenant, series, time, 0);
            histograms
                    .computeIfAbsent(tenant, none -> new TreeMap<>())
                    .computeIfAbsent(series, none -> new TreeMap<>())
                    .put(time, histogram);
        }

        /// What several tenants have together.
        Map<String, String> expected(List<String> order) {
            NavigableMap<String, NavigableMap<Long, Double>> all = new TreeMap<>();
            for (String tenant : order) {
                samples.getOrDefault(tenant, new TreeMap<>())
                        .forEach((series, values) -> {
                            NavigableMap<Long, Double> of =
                                    all.computeIfAbsent(series, none -> new TreeMap<>());
                            values.forEach(of::putIfAbsent);
                        });
            }
            Map<String, String> shown = new TreeMap<>();
            all.forEach((series, values) ->
                    shown.put(
                            series,
                            String.join(
                                    " ",
                                    values.entrySet().stream().map(Object::toString).toList())));
            return shown;
        }

        @Override
        public boolean counts(ReadScope scope) {
            return true;
        }

        @Override
        public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
            List<Found> found = new ArrayList<>();
            for (ReadScope.TenantScope tenant : scope.tenants()) {
                String name = tenant.tenant().name();
                for (String series : samples.getOrDefault(name, new TreeMap<>()).keySet()) {
                    found.add(new Found(name, series));
                }
            }
            found.sort(Comparator.comparing(Found::series));
            return new View(found);
        }

        @Override
        public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
            return List.of();
        }

        private record Found(String tenant, String series) {}

        private final class View implements SeriesView {
            private final List<Found> found;

            View(List<Found> found) {
                this.found = found;
            }

            @Override
            public int seriesCount(int selector) {
                return found.size();
            }

            @Override
            public Labels labels(int selector, int series) {
                return Labels.of("job", found.get(series).series());
            }

            @Override
            public void read(
                    int selector, int series, long fromMillis, long toMillis, SampleColumn into) {
                into.clear();
                Found one = found.get(series);
                NavigableMap<Long, FloatHistogram> of =
                        histograms
                                .getOrDefault(one.tenant(), new TreeMap<>())
                                .getOrDefault(one.series(), new TreeMap<>());
                samples.getOrDefault(one.tenant(), new TreeMap<>())
                        .getOrDefault(one.series(), new TreeMap<>())
                        .forEach((time, value) -> {
                            if (of.containsKey(time)) {
                                into.addHistogram(time, of.get(time));
                                if (into.isOfStored()) {
                                    into.storedLast(stored(of.get(time)));
                                }
                            } else {
                                into.add(time, value);
                            }
                        });
            }

            @Override
            public void awaitDurable() {}

            @Override
            public void close() {
                closed++;
            }
        }
    }
}
