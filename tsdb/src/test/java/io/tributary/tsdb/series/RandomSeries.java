package io.tributary.tsdb.series;

import io.tributary.model.Labels;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Verdict;
import io.tributary.testkit.SeededCases.Random;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Fills a directory with series of a few names and values, and remembers what each slot is.
final class RandomSeries {
    static final long[] HASH_KEY = {11, 22, 33, 44, 55, 66, 77, 88};
    static final List<String> NAMES = List.of("__name__", "a", "b", "host", "zone", "é");
    static final List<String> VALUES = List.of("x", "y", "up", "x1", "10", "ünï", "long-value");

    final SeriesDirectory directory = new SeriesDirectory(new Hash128(HASH_KEY));
    final List<Tenant> tenants = new ArrayList<>();
    final List<Labels> labels = new ArrayList<>();
    final List<Tenant> owners = new ArrayList<>();
    private final Random random;

    RandomSeries(Random random) {
        this.random = random;
    }

    /// A tenant that is there, or one more.
    Tenant tenant() {
        if (tenants.isEmpty() || (tenants.size() < 4 && random.oneIn(20))) {
            String name = "tenant" + tenants.size();
            tenants.add(directory.stamps().findOrCreate(name, 10).orElseThrow());
        }
        return random.pick(tenants);
    }

    /// Adds a random series where it is new.
    void add(Tenant tenant) {
        Verdict verdict = new Verdict();
        verdict.accept(tenant);
        SortedMap<String, String> all = new TreeMap<>();
        for (String name : NAMES) {
            if (random.oneIn(4)) {
                continue;
            }
            String value = random.pick(VALUES);
            all.put(name, value);
            boolean stamped = name.equals("zone") && random.oneIn(2);
            (stamped ? verdict.stamps() : verdict.key()).add(name, value);
        }
        if (directory.find(verdict) == SeriesDirectory.ABSENT) {
            Labels.Builder built = new Labels.Builder();
            all.forEach(built::set);
            directory.create(verdict);
            labels.add(built.build());
            owners.add(tenant);
        }
    }
}
