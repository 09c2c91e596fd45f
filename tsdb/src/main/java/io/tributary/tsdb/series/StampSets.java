package io.tributary.tsdb.series;

import io.tributary.model.Tenant;
import io.tributary.model.flow.TenantDirectory;
import io.tributary.tsdb.memory.IntList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The tenants, numbered from 0, and the sets of labels the server stamps on their series, interned
/// and numbered from 0.
///
/// A series belongs to one set, and by it to one tenant. Few and long-lived: plain objects.
///
/// Threads: tenants may be made by any thread; sets by the writer only; both are read by any.
final class StampSets implements TenantDirectory {
    /// Tenants and what is stamped on some of their series.
    ///
    /// @param pairs numbers of interned pairs, ascending
    public record StampSet(int tenant, List<Integer> pairs) {
        public StampSet {
            pairs = List.copyOf(pairs);
        }
    }

    private static final Tenant LOST = new Tenant(new UUID(0, 0), "");
    private static final StampSet LOST_SET = new StampSet(-1, List.of());

    private final List<Tenant> tenants = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> tenantsByName = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> tenantsById = new ConcurrentHashMap<>();
    private final List<StampSet> sets = new CopyOnWriteArrayList<>();
    private final Map<StampSet, Integer> numbers = new HashMap<>();

    /// By tenant: the number of its set without labels, plus one. What nearly every new series is
    /// found by.
    private final IntList unstamped = new IntList();

    @Override
    public Optional<Tenant> find(String name) {
        return Optional.ofNullable(tenantsByName.get(name)).map(tenants::get);
    }

    @Override
    public Optional<Tenant> find(UUID id) {
        return Optional.ofNullable(tenantsById.get(id)).map(tenants::get);
    }

    @Override
    public synchronized Tenant register(Tenant tenant) {
        Optional<Tenant> known = find(tenant.id());
        if (known.isPresent()) {
            return known.get();
        }
        addTenant(tenant);
        return tenant;
    }

    @Override
    public synchronized Optional<Tenant> findOrCreate(String name, int limit) {
        Optional<Tenant> known = find(name);
        if (known.isPresent()) {
            return known;
        }
        if (tenants.size() >= limit) {
            return Optional.empty();
        }
        Tenant made = new Tenant(UUID.randomUUID(), name);
        addTenant(made);
        return Optional.of(made);
    }

    @Override
    public List<Tenant> all() {
        return tenants.stream().filter(tenant -> !tenant.equals(LOST)).toList();
    }

    /// The number of a tenant, or empty where it has never written here.
    public Optional<Integer> number(Tenant tenant) {
        return Optional.ofNullable(tenantsById.get(tenant.id()));
    }

    public Tenant tenant(int number) {
        return tenants.get(number);
    }

    public int tenantCount() {
        return tenants.size();
    }

    public StampSet set(int number) {
        return sets.get(number);
    }

    public int setCount() {
        return sets.size();
    }

    /// The numbers of a tenant's sets.
    public List<Integer> setsOf(int tenant) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            if (sets.get(i).tenant() == tenant) {
                found.add(i);
            }
        }
        return found;
    }

    /// The number of a set, or `SeriesDirectory.ABSENT`. Writer only.
    int find(int tenant, int[] pairs, int pairCount) {
        if (pairCount == 0 && tenant < unstamped.size() && unstamped.at(tenant) > 0) {
            return unstamped.at(tenant) - 1;
        }
        return numbers.getOrDefault(setOf(tenant, pairs, pairCount), SeriesDirectory.ABSENT);
    }

    /// The number of a set, made if it is new. Writer only.
    int intern(int tenant, int[] pairs, int pairCount) {
        StampSet set = setOf(tenant, pairs, pairCount);
        Integer known = numbers.get(set);
        if (known != null) {
            return known;
        }
        int number = sets.size();
        add(number, set);
        return number;
    }

    /// Takes the numbers below `first` for tenants that were lost.
    synchronized void loseTenantsBelow(int first) {
        while (tenants.size() < first) {
            tenants.add(LOST);
        }
    }

    /// Takes the numbers below `first` for sets that were lost.
    void loseSetsBelow(int first) {
        while (sets.size() < first) {
            sets.add(LOST_SET);
        }
    }

    /// Whether a number was taken for a tenant that was lost.
    boolean isLostTenant(int number) {
        return tenants.get(number).equals(LOST);
    }

    /// Whether the set and its tenant are known.
    boolean isWhole(int set) {
        int tenant = sets.get(set).tenant();
        return tenant >= 0 && !tenants.get(tenant).equals(LOST);
    }

    /// Adds what was read from disk, the next number or one that is there already; false where that
    /// is another tenant.
    synchronized boolean restoreTenant(int number, Tenant tenant) {
        if (number == tenants.size()) {
            addTenant(tenant);
        }
        return tenants.get(number).equals(tenant);
    }

    /// Adds what was read from disk, the next number or one that is there already; false where that
    /// is another set.
    boolean restoreSet(int number, StampSet set) {
        if (number == sets.size()) {
            add(number, set);
        }
        return sets.get(number).equals(set);
    }

    private void add(int number, StampSet set) {
        sets.add(set);
        numbers.put(set, number);
        while (unstamped.size() <= set.tenant()) {
            unstamped.add(0);
        }
        if (set.pairs().isEmpty()) {
            unstamped.set(set.tenant(), number + 1);
        }
    }

    private static StampSet setOf(int tenant, int[] pairs, int pairCount) {
        Integer[] sorted =
                Arrays.stream(pairs, 0, pairCount).sorted().boxed().toArray(Integer[]::new);
        return new StampSet(tenant, List.of(sorted));
    }

    private void addTenant(Tenant tenant) {
        tenants.add(tenant);
        tenantsById.put(tenant.id(), tenants.size() - 1);
        tenantsByName.putIfAbsent(tenant.name(), tenants.size() - 1);
    }
}
