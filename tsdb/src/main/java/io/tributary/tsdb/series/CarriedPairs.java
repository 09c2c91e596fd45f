package io.tributary.tsdb.series;

import io.tributary.tsdb.memory.IntList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/// The label pairs that some series carry, in their keys or stamped, each once: a bit a pair of the
/// dictionary, so that neither labels nor series need to be made to know them.
///
/// One thread; the slots given are published.
public final class CarriedPairs {
    private final SeriesDirectory directory;
    private final BitSet pairs = new BitSet();

    /// No pair yet.
    public CarriedPairs(SeriesDirectory directory) {
        this.directory = directory;
    }

    /// Whether the series carries a pair that is not among them yet.
    public boolean isMissing(int slot) {
        KeyReader key = directory.key(slot);
        for (int i = 0; i < key.count(); i++) {
            if (!pairs.get(key.next())) {
                return true;
            }
        }
        for (int pair : directory.stamps().set(key.stamps()).pairs()) {
            if (!pairs.get(pair)) {
                return true;
            }
        }
        return false;
    }

    /// Adds the pairs of a series.
    public void add(int slot) {
        KeyReader key = directory.key(slot);
        for (int i = 0; i < key.count(); i++) {
            pairs.set(key.next());
        }
        directory.stamps().set(key.stamps()).pairs().forEach(pairs::set);
    }

    /// The label names.
    public Set<String> names() {
        Set<String> names = new HashSet<>();
        for (String name : directory.pairs().names()) {
            IntList named = directory.pairs().pairsOf(name);
            for (int i = 0; i < named.size(); i++) {
                if (pairs.get(named.at(i))) {
                    names.add(name);
                    break;
                }
            }
        }
        return names;
    }

    /// The values of one label.
    public Set<String> values(String name) {
        Set<String> values = new HashSet<>();
        IntList named = directory.pairs().pairsOf(name);
        for (int i = 0; i < named.size(); i++) {
            if (pairs.get(named.at(i))) {
                values.add(directory.pairs().label(named.at(i)).value());
            }
        }
        return values;
    }
}
