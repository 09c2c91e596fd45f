package io.tributary.tsdb.series;

import io.tributary.model.Matcher;
import io.tributary.model.flow.ReadScope;
import io.tributary.tsdb.memory.IntList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/// From matchers to slots, inside a read scope: a query's matchers and the scope's policy are one
/// conjunction, evaluated only over the slots of the scope's tenants.
///
/// A matcher that the absent label satisfies takes away the slots whose value fails it; any other
/// keeps those whose value passes. Order: what is cheapest and most selective, equality, comes
/// first. Any thread; one use each.
public final class Selection {
    private final SeriesDirectory directory;
    private final Hash128 hash;
    private final int slotCount;

    /// @param hash with the directory's key, owned by the calling thread
    /// @param slotCount slots from here on do not exist for this selection
    public Selection(SeriesDirectory directory, Hash128 hash, int slotCount) {
        this.directory = directory;
        this.hash = hash;
        this.slotCount = slotCount;
    }

    /// The slots of all tenants of the scope that satisfy the matchers and their tenant's policy.
    public RoaringBitmap select(ReadScope scope, List<Matcher> matchers) {
        RoaringBitmap found = new RoaringBitmap();
        for (ReadScope.TenantScope tenant : scope.tenants()) {
            found.or(select(tenant, matchers));
        }
        return found;
    }

    /// The same, each in the first tenant of the scope that shows it, in the order of the scope.
    public List<RoaringBitmap> selectInOrder(ReadScope scope, List<Matcher> matchers) {
        List<RoaringBitmap> found = new ArrayList<>(scope.tenants().size());
        RoaringBitmap before = new RoaringBitmap();
        for (ReadScope.TenantScope tenant : scope.tenants()) {
            RoaringBitmap slots = select(tenant, matchers);
            if (!found.isEmpty()) {
                slots.andNot(before);
            }
            before.or(slots);
            found.add(slots);
        }
        return found;
    }

    /// The slots of one tenant that satisfy the matchers and its policy.
    public RoaringBitmap select(ReadScope.TenantScope tenant, List<Matcher> matchers) {
        Optional<Integer> number = directory.stamps().number(tenant.tenant());
        if (number.isEmpty()) {
            return new RoaringBitmap();
        }
        List<Matcher> all = new ArrayList<>(matchers);
        all.addAll(tenant.policy());
        return select(number.get(), all);
    }

    private RoaringBitmap select(int tenant, List<Matcher> matchers) {
        RoaringBitmap slots = new RoaringBitmap();
        directory.collectTenant(tenant, slotCount, slots);
        List<Matcher> ordered = new ArrayList<>(matchers);
        ordered.sort((left, right) -> Integer.compare(cost(left), cost(right)));
        for (Matcher matcher : ordered) {
            if (slots.isEmpty()) {
                break;
            }
            if (matcher.matches("")) {
                slots.andNot(carrying(matcher, false));
            } else {
                slots.and(carrying(matcher, true));
            }
        }
        return slots;
    }

    private static int cost(Matcher matcher) {
        if (matcher.type() == Matcher.Type.EQUAL && !matcher.value().isEmpty()) {
            return 0;
        }
        return matcher.alternatives().isPresent() ? 1 : 2;
    }

    /// The slots with a value of the matcher's label that passes (or fails) it.
    private RoaringBitmap carrying(Matcher matcher, boolean passing) {
        RoaringBitmap slots = new RoaringBitmap();
        Optional<List<String>> few = matcher.alternatives();
        if (few.isPresent() && passing != matcher.type().isNegative()) {
            for (String value : few.get()) {
                int pair = directory.pairs().find(hash, matcher.name(), value);
                if (pair != PairDictionary.ABSENT) {
                    directory.collectPair(pair, slotCount, slots);
                }
            }
            return slots;
        }
        IntList pairs = directory.pairs().pairsOf(matcher.name());
        for (int i = 0; i < pairs.size(); i++) {
            int pair = pairs.at(i);
            if (matcher.matches(directory.pairs().label(pair).value()) == passing) {
                directory.collectPair(pair, slotCount, slots);
            }
        }
        return slots;
    }

    /// The label pairs that some series carry, in their keys or stamped, each once: a bit a pair of
    /// the dictionary, so that neither labels nor series need to be made to know them.
    ///
    /// One thread; the slots given are published.
    public static final class CarriedPairs {
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
}
