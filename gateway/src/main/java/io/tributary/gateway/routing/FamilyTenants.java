package io.tributary.gateway.routing;

import io.tributary.model.notes.FamilyParts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// To which tenants one sender's series of each metric name went: where metadata of a family goes,
/// which a sender may tell in a request of its own.
///
/// **Idea.** Names are kept in two generations. A name is looked up in the young one, then in the
/// old one, from where it moves to the young one; a full young one becomes the old one, and the old
/// one is forgotten. So what is sent regularly stays, and the bound is that of two generations. A
/// tenant is a bit of a set, by a number of its own here.
///
/// *Invariants*: a set of tenants is never changed, but replaced; it only grows until its name is
/// forgotten. Whether a tenant is still granted is for the reader to see.
///
/// Safe from any thread; looking at a known name takes no lock.
final class FamilyTenants {
    /// Most metric names of a generation.
    static final int NAMES_MAX = 16_384;

    /// Most tenants, those included that are gone; beyond, all is forgotten.
    private static final int TENANTS_MAX = 100_000;

    private static final List<byte[]> PARTS =
            FamilyParts.ALL.stream().map(part -> part.getBytes(StandardCharsets.UTF_8)).toList();

    private final int namesMax;
    private final AtomicLong names;
    private volatile State state = new State();

    /// Under this object's lock.
    private boolean left;

    /// What is known since all was forgotten last.
    private static final class State {
        final Map<String, Integer> numbers = new ConcurrentHashMap<>();
        final Map<Integer, String> tenants = new ConcurrentHashMap<>();
        volatile Map<ByteName, BitSet> young = new ConcurrentHashMap<>();
        volatile Map<ByteName, BitSet> old = new ConcurrentHashMap<>();

        boolean hasAll(BitSet known, List<Target> targets) {
            for (int i = 0; i < targets.size(); i++) {
                Integer number = numbers.get(targets.get(i).name());
                if (number == null || !known.get(number)) {
                    return false;
                }
            }
            return true;
        }

        int number(String tenant) {
            Integer known = numbers.get(tenant);
            if (known != null) {
                return known;
            }
            int number = numbers.size();
            tenants.put(number, tenant);
            numbers.put(tenant, number);
            return number;
        }
    }

    /// @param namesMax of a generation
    /// @param names is told how many more there are, or fewer, until {@link #leave}
    FamilyTenants(int namesMax, AtomicLong names) {
        this.namesMax = namesMax;
        this.names = names;
    }

    /// How many names are kept.
    int size() {
        State now = state;
        return now.young.size() + now.old.size();
    }

    /// Takes its names out of the count, for ever: a write that is on its way goes on with them,
    /// and nobody after it.
    synchronized void leave() {
        count(-size());
        left = true;
    }

    /// Notes that series of a metric name went to some tenants.
    void learn(ByteName metric, List<Target> targets) {
        State now = state;
        BitSet known = now.young.get(metric);
        if (known == null || !now.hasAll(known, targets)) {
            put(metric.copy(), targets);
        }
    }

    /// Where series of a family went, by the names under which the tenants were found.
    ///
    /// @param bytes of which the family is `[offset .. offset + length)`
    /// @param scratch for the names of its parts
    List<String> tenants(byte[] bytes, int offset, int length, Choice scratch) {
        State now = state;
        BitSet all = new BitSet();
        for (byte[] part : PARTS) {
            scratch.beginName(bytes, offset, length);
            scratch.add(part);
            ByteName name = scratch.name();
            BitSet young = now.young.get(name);
            BitSet found = young == null ? now.old.get(name) : young;
            if (found != null) {
                all.or(found);
            }
        }
        List<String> tenants = new ArrayList<>();
        for (int number = all.nextSetBit(0); number >= 0; number = all.nextSetBit(number + 1)) {
            String tenant = now.tenants.get(number);
            if (tenant != null) {
                tenants.add(tenant);
            }
        }
        return tenants;
    }

    private synchronized void put(ByteName metric, List<Target> targets) {
        if (state.numbers.size() > TENANTS_MAX) {
            count(-size());
            state = new State();
        }
        State now = state;
        if (now.young.size() >= namesMax && !now.young.containsKey(metric)) {
            count(-now.old.size());
            now.old = now.young;
            now.young = new ConcurrentHashMap<>();
        }
        BitSet young = now.young.get(metric);
        BitSet before = young == null ? now.old.getOrDefault(metric, new BitSet()) : young;
        BitSet next = (BitSet) before.clone();
        for (Target target : targets) {
            next.set(now.number(target.name()));
        }
        now.young.put(metric, next);
        count(young == null ? 1 : 0);
    }

    /// Under this object's lock.
    private void count(int more) {
        if (!left) {
            names.addAndGet(more);
        }
    }
}
