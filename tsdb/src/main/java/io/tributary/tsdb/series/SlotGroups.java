package io.tributary.tsdb.series;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.tsdb.memory.IntList;
import io.tributary.tsdb.memory.LongIntMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Groups of series that have the same values of some labels, told by the numbers of label pairs:
/// neither labels nor series are made for it.
///
/// Made when the slots are published that it is asked about; owned by one thread.
public final class SlotGroups {
    private final SeriesDirectory directory;
    private final int names;

    /// By pair, which of the names it has, from 1; 0: none.
    private final short[] nameOf;

    private final int[] found;

    /// From the numbers of a group's first pairs, and the next pair, to the number of all these.
    private final LongIntMap prefixes = new LongIntMap();

    private final LongIntMap groups = new LongIntMap();
    private final List<Labels> labels = new ArrayList<>();
    private int prefixCount;

    /// Groups by labels of these names, each once.
    public SlotGroups(SeriesDirectory directory, List<String> names) {
        this.directory = directory;
        this.names = names.size();
        this.nameOf = new short[directory.pairs().count()];
        this.found = new int[names.size()];
        for (int i = 0; i < names.size(); i++) {
            IntList pairs = directory.pairs().pairsOf(names.get(i));
            for (int j = 0; j < pairs.size(); j++) {
                if (pairs.at(j) < nameOf.length) {
                    nameOf[pairs.at(j)] = (short) (i + 1);
                }
            }
        }
    }

    /// What grouping by so many labels takes beside the groups, in bytes.
    public static long sizeBytes(SeriesDirectory directory) {
        return 2L * directory.pairs().count();
    }

    /// The number of a series' group, from 0 in the order in which groups are met.
    public int of(int slot) {
        find(slot);
        int prefix = 0;
        for (int i = 0; i < names; i++) {
            prefix = next(prefix, found[i]);
        }
        int group = groups.find(prefix + 1L);
        if (group == LongIntMap.ABSENT) {
            group = labels.size();
            groups.put(prefix + 1L, group);
            labels.add(foundLabels());
        }
        return group;
    }

    /// The labels of each group, without those that its series have not.
    public List<Labels> labels() {
        return labels;
    }

    /// A stamped label stands for one of that name in the key.
    private void find(int slot) {
        Arrays.fill(found, PairDictionary.ABSENT);
        KeyReader key = directory.key(slot);
        for (int left = key.count(); left > 0; left--) {
            note(key.next());
        }
        for (int pair : directory.stamps().set(key.stamps()).pairs()) {
            note(pair);
        }
    }

    private void note(int pair) {
        if (nameOf[pair] > 0) {
            found[nameOf[pair] - 1] = pair;
        }
    }

    private int next(int prefix, int pair) {
        long key = (prefix + 1L) << Integer.SIZE | (pair + 1);
        int known = prefixes.find(key);
        if (known != LongIntMap.ABSENT) {
            return known;
        }
        prefixCount++;
        prefixes.put(key, prefixCount);
        return prefixCount;
    }

    private Labels foundLabels() {
        Labels.Builder builder = new Labels.Builder();
        for (int pair : found) {
            if (pair != PairDictionary.ABSENT) {
                Label label = directory.pairs().label(pair);
                builder.set(label.name(), label.value());
            }
        }
        return builder.build();
    }
}
