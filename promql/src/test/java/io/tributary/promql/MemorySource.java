package io.tributary.promql;

import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import io.tributary.model.histogram.floats.FloatHistogram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A store in memory: gives what was asked for, and not a sample more.
public final class MemorySource implements SeriesSource {
    private final TreeMap<Labels, TreeMap<Long, Double>> series = new TreeMap<>();
    private final Map<Labels, Map<Long, FloatHistogram>> histograms = new HashMap<>();
    private final Map<Labels, Map<Long, Long>> starts = new HashMap<>();
    private final List<List<Selector>> selects = Collections.synchronizedList(new ArrayList<>());
    private final List<ReadScope> scopes = new ArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private int awaits;
    private boolean closed;

    void clear() {
        series.clear();
        histograms.clear();
        starts.clear();
    }

    /// A sample at a time that has one already replaces it.
    public void add(Labels labels, long timeMillis, double value) {
        series.computeIfAbsent(labels, key -> new TreeMap<>()).put(timeMillis, value);
    }

    void addHistogram(Labels labels, long timeMillis, FloatHistogram histogram) {
        add(labels, timeMillis, Double.NaN);
        histograms.computeIfAbsent(labels, key -> new HashMap<>()).put(timeMillis, histogram);
    }

    /// Says since when a sample counts.
    void start(Labels labels, long timeMillis, long startMillis) {
        starts.computeIfAbsent(labels, key -> new HashMap<>()).put(timeMillis, startMillis);
    }

    /// The selectors of each `select` so far.
    List<List<Selector>> selects() {
        return selects;
    }

    /// The scope of each `select` so far.
    List<ReadScope> scopes() {
        return scopes;
    }

    int reads() {
        return reads.get();
    }

    int awaits() {
        return awaits;
    }

    boolean isClosed() {
        return closed;
    }

    private Map<Long, Double> samples(Labels labels, long fromMillis, long toMillis) {
        return series.getOrDefault(labels, new TreeMap<>())
                .subMap(fromMillis, false, toMillis, true);
    }

    @Override
    public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        selects.add(List.copyOf(selectors));
        scopes.add(scope);
        return new View(selectors.stream().map(this::matching).toList());
    }

    @Override
    public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        return selectors.stream().flatMap(s -> matching(s).stream()).distinct().sorted().toList();
    }

    private List<Labels> matching(Selector selector) {
        List<Labels> found = new ArrayList<>();
        for (Labels labels : series.keySet()) {
            boolean all = true;
            for (Matcher matcher : selector.matchers()) {
                all &= matcher.matches(labels);
            }
            if (all) {
                found.add(labels);
            }
        }
        return found;
    }

    private final class View implements SeriesView {
        private final List<List<Labels>> found;

        View(List<List<Labels>> found) {
            this.found = found;
        }

        @Override
        public int seriesCount(int selector) {
            return found.get(selector).size();
        }

        @Override
        public Labels labels(int selector, int index) {
            return found.get(selector).get(index);
        }

        @Override
        public void read(
                int selector, int index, long fromMillis, long toMillis, SampleColumn into) {
            reads.incrementAndGet();
            into.clear();
            Labels labels = labels(selector, index);
            Map<Long, Long> since = starts.getOrDefault(labels, Map.of());
            Map<Long, FloatHistogram> own = histograms.getOrDefault(labels, Map.of());
            samples(labels, fromMillis, toMillis)
                    .forEach((time, value) -> {
                        if (own.containsKey(time)) {
                            into.addHistogram(time, own.get(time));
                        } else {
                            into.add(time, value);
                        }
                        if (since.containsKey(time)) {
                            into.startLast(since.get(time));
                        }
                    });
        }

        @Override
        public void awaitDurable() {
            awaits++;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
