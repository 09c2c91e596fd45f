package io.tributary.tsdb.series;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.ReadBudget;
import io.tributary.tsdb.memory.IntList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/// The labels that are stamped on the series of a directory, for those who know them as labels, not
/// by the numbers of their sets.
///
/// Threads: sets are made by the writer only; all else may be asked from any thread.
public record SeriesStamps(SeriesDirectory directory) {
    /// What a metric name takes while it is asked for: an object, a place in a table.
    private static final int NAME_BYTES = 150;

    /// Of a set of stamps besides its bits.
    private static final int SET_BYTES = 500;

    /// The number of a set, made if it is new; a new one is pending in {@link DefinitionWriter}.
    /// Writer only.
    public int number(Tenant tenant, Labels stamps) {
        LabelPairs pairs = new LabelPairs();
        int[] numbers = new int[stamps.size()];
        for (int i = 0; i < numbers.length; i++) {
            pairs.add(stamps.name(i), stamps.value(i));
            numbers[i] =
                    directory
                            .pairs()
                            .intern(
                                    pairs.bytes(),
                                    pairs.nameOffset(i),
                                    pairs.nameLength(i),
                                    pairs.valueLength(i));
        }
        return directory.stamps().intern(directory.tenantNumber(tenant), numbers, numbers.length);
    }

    /// Whether a set is known, with its tenant and all of its labels, as one of a tenant, and has
    /// any.
    public boolean isKnown(int set, int tenant) {
        return set >= 0
                && set < directory.stamps().setCount()
                && directory.stamps().isWhole(set)
                && directory.stamps().set(set).tenant() == tenant
                && !directory.stamps().set(set).pairs().isEmpty()
                && directory.stamps().set(set).pairs().stream()
                        .noneMatch(directory.pairs()::isLost);
    }

    /// The labels of a set.
    public Labels labels(int set) {
        Labels.Builder labels = new Labels.Builder();
        for (int pair : directory.stamps().set(set).pairs()) {
            Label label = directory.pairs().label(pair);
            labels.set(label.name(), label.value());
        }
        return labels.build();
    }

    /// The metric names of some series, by what is stamped on them. Goes through the keys of all of
    /// them, and makes a name's string once.
    ///
    /// @param slots published, and held
    /// @param budget what the answer takes stays taken
    public Map<Labels, Set<String>> metricNames(RoaringBitmap slots, ReadBudget budget) {
        Map<Integer, BitSet> bySet = new HashMap<>();
        BitSet names = namePairs();
        IntIterator each = slots.getIntIterator();
        int lastSet = SeriesDirectory.ABSENT;
        BitSet found = new BitSet();
        while (each.hasNext()) {
            KeyReader key = directory.key(each.next());
            if (key.stamps() != lastSet) {
                lastSet = key.stamps();
                found =
                        bySet.computeIfAbsent(
                                lastSet,
                                _ -> {
                                    budget.take(SET_BYTES + names.size() / Byte.SIZE, "metadata");
                                    return new BitSet();
                                });
            }
            int pair = metricName(key, names);
            if (pair != SeriesDirectory.ABSENT && !found.get(pair)) {
                budget.take(NAME_BYTES, "metadata");
                found.set(pair);
            }
        }
        Map<Labels, Set<String>> all = new HashMap<>();
        bySet.forEach((set, pairs) -> {
            Set<String> texts = all.computeIfAbsent(labels(set), _ -> new HashSet<>());
            pairs.stream().forEach(pair -> texts.add(directory.pairs().label(pair).value()));
        });
        return all;
    }

    /// The pairs that are metric names. Those made later belong to series that are not asked for.
    private BitSet namePairs() {
        BitSet names = new BitSet();
        IntList pairs = directory.pairs().pairsOf(Label.METRIC_NAME);
        for (int i = 0; i < pairs.size(); i++) {
            names.set(pairs.at(i));
        }
        return names;
    }

    private static int metricName(KeyReader key, BitSet names) {
        for (int i = 0; i < key.count(); i++) {
            int pair = key.next();
            if (names.get(pair)) {
                return pair;
            }
        }
        return SeriesDirectory.ABSENT;
    }
}
