package io.tributary.tsdb.series;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Whether two series may show the same labels: one with some of them stamped on it, and one whose
/// sender said so, as before its cluster was registered, or on which others were stamped then.
///
/// Two sets of stamps exclude each other where they give one name different values: no series of
/// the one shows what one of the other does. So it is with the clusters of most tenants, and all
/// their sets are told apart without a look at a series.
///
/// Safe from any thread; looks at a tenant's sets anew when there are more of them in the store.
public final class StampOverlaps {
    /// Sets of names in one tenant, beyond which they are taken to overlap: each is compared with
    /// each.
    private static final int GROUPS_MAX = 32;

    private final SeriesDirectory directory;
    private final SeriesStamps stamps;
    private final Map<Integer, Known> known = new ConcurrentHashMap<>();

    /// @param setCount of all tenants, when it was looked at
    private record Known(int setCount, boolean overlap) {}

    public StampOverlaps(SeriesDirectory directory) {
        this.directory = directory;
        this.stamps = new SeriesStamps(directory);
    }

    /// Whether a selection in a scope may hold two series with the same labels.
    public boolean mayRepeat(ReadScope scope) {
        List<ReadScope.TenantScope> tenants = scope.tenants();
        if (tenants.stream().map(ReadScope.TenantScope::tenant).distinct().count() > 1) {
            return true;
        }
        return !tenants.isEmpty()
                && directory.findTenant(tenants.getFirst().tenant()).filter(this::isIn).isPresent();
    }

    private boolean isIn(int tenant) {
        int setCount = directory.stamps().setCount();
        Optional<Known> last = Optional.ofNullable(known.get(tenant));
        if (last.isPresent() && last.get().setCount() == setCount) {
            return last.get().overlap();
        }
        List<Labels> sets = directory.stamps().setsOf(tenant).stream().map(stamps::labels).toList();
        boolean overlap = overlap(sets);
        known.put(tenant, new Known(setCount, overlap));
        return overlap;
    }

    /// Whether two of some sets, each of them another, give no name different values.
    static boolean overlap(List<Labels> sets) {
        Map<Set<String>, List<Labels>> byNames = new HashMap<>();
        for (Labels set : sets) {
            byNames.computeIfAbsent(names(set), _ -> new ArrayList<>()).add(set);
        }
        if (byNames.size() > GROUPS_MAX) {
            return true;
        }
        List<Set<String>> groups = List.copyOf(byNames.keySet());
        for (int i = 0; i < groups.size(); i++) {
            for (int j = 0; j < i; j++) {
                Set<String> shared = new HashSet<>(groups.get(i));
                shared.retainAll(groups.get(j));
                Set<Labels> seen = new HashSet<>();
                byNames.getOrDefault(groups.get(i), List.of())
                        .forEach(set -> seen.add(only(set, shared)));
                if (byNames.getOrDefault(groups.get(j), List.of()).stream()
                        .anyMatch(set -> seen.contains(only(set, shared)))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Set<String> names(Labels set) {
        Set<String> names = new HashSet<>();
        set.asList().forEach(label -> names.add(label.name()));
        return names;
    }

    private static Labels only(Labels set, Set<String> names) {
        Labels.Builder only = new Labels.Builder();
        set.asList().stream()
                .filter(label -> names.contains(label.name()))
                .forEach(label -> only.set(label.name(), label.value()));
        return only.build();
    }
}
