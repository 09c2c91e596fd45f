package io.tributary.runtime.concurrent;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Whose turn it is, of those that wait: deficit round robin over groups, and within a group over
/// its members. The accounts of {@link FairPermits}, without threads.
///
/// *Invariants*: whoever has something waiting stands in the ring of its level, and nobody else
/// does; an account that is not in a ring is never above 0: credit cannot be saved.
///
/// Not safe for several threads.
///
/// @param <K> of groups, and of members within a group
/// @param <T> what waits
final class FairShare<K, T> {
    /// How much the newest cost weighs in what is usual.
    private static final double NEWEST_WEIGHT = 0.2;

    /// Credit, and whether its owner stands in a ring.
    static class Account {
        private long credit;
        private boolean isWaiting;

        boolean isWaiting() {
            return isWaiting;
        }

        void setWaiting(boolean now) {
            isWaiting = now;
            if (!now) {
                credit = Math.min(0, credit);
            }
        }

        long credit() {
            return credit;
        }

        void forgive() {
            credit = 0;
        }

        /// @param amount below 0 for what is given back
        void pay(long amount) {
            credit -= amount;
            if (!isWaiting) {
                credit = Math.min(0, credit);
            }
        }

        /// Gets more; who cannot be served now gets no further than out of debt.
        void raise(long amount, boolean canBeServed) {
            credit += amount;
            if (!canBeServed) {
                credit = Math.min(0, credit);
            }
        }
    }

    /// Who shares a group's part.
    static final class Member<T> extends Account {
        private final Deque<T> waiting = new ArrayDeque<>();
        private double usualCost;
        private int running;
    }

    /// Who shares all there is.
    static final class Group<K, T> extends Account {
        private final K key;
        private final Map<K, Member<T>> members = new HashMap<>();
        private final Deque<Member<T>> ring = new ArrayDeque<>();
        private int waitingCount;
        private int running;

        private Group(K key) {
            this.key = key;
        }

        int waitingCount() {
            return waitingCount;
        }

        int runningCount() {
            return running;
        }

        Member<T> member(K member) {
            return members.computeIfAbsent(member, made -> new Member<>());
        }
    }

    private final long quantum;
    private final Map<K, Group<K, T>> groups = new LinkedHashMap<>();
    private final Deque<Group<K, T>> ring = new ArrayDeque<>();
    private int waitingCount;

    FairShare(long quantum) {
        this.quantum = quantum;
    }

    Group<K, T> group(K key) {
        return groups.computeIfAbsent(key, Group::new);
    }

    int waitingCount() {
        return waitingCount;
    }

    int waitingCount(K key) {
        Group<K, T> group = groups.get(key);
        return group == null ? 0 : group.waitingCount;
    }

    void add(Group<K, T> group, Member<T> member, T item) {
        member.waiting.addLast(item);
        group.waitingCount++;
        waitingCount++;
        enter(member, group.ring);
        enter(group, ring);
    }

    /// Takes out what still waits; false where it does not.
    boolean remove(Group<K, T> group, Member<T> member, T item) {
        if (!member.waiting.remove(item)) {
            return false;
        }
        group.waitingCount--;
        waitingCount--;
        leaveIfDone(group, member);
        return true;
    }

    /// The next, taken out of its queue; empty where nothing waits that may be served.
    ///
    /// @param mayRun whether the first of a group's member may be served now; the same for all of a
    ///   group
    Optional<T> next(Predicate<T> mayRun) {
        int eligible = 0;
        for (Group<K, T> group : ring) {
            eligible += mayRun.test(group.ring.getFirst().waiting.getFirst()) ? 1 : 0;
        }
        if (eligible == 0) {
            return Optional.empty();
        }
        Group<K, T> group =
                first(
                        ring,
                        groups.values(),
                        of -> mayRun.test(of.ring.getFirst().waiting.getFirst()));
        Member<T> member = first(group.ring, group.members.values(), of -> true);
        T item = member.waiting.removeFirst();
        group.waitingCount--;
        waitingCount--;
        leaveIfDone(group, member);
        return Optional.of(item);
    }

    /// A section of a member begins; answers what it has paid.
    long begin(Group<K, T> group, Member<T> member) {
        long paid = Math.max(1, Math.round(member.usualCost));
        group.running++;
        member.running++;
        group.pay(paid);
        member.pay(paid);
        return paid;
    }

    /// A section of a member is over.
    void end(Group<K, T> group, Member<T> member, long paid, long cost) {
        group.running--;
        member.running--;
        group.pay(cost - paid);
        member.pay(cost - paid);
        member.usualCost += (cost - member.usualCost) * NEWEST_WEIGHT;
    }

    /// Nobody waits: nobody owes anything, and who does nothing is forgotten.
    void forgiveDebts() {
        groups.values()
                .removeIf(group -> {
                    group.forgive();
                    group.members
                            .values()
                            .removeIf(member -> {
                                member.forgive();
                                return member.running == 0;
                            });
                    return group.running == 0;
                });
    }

    /// Forgets a group that was asked for, and has nothing.
    void forgetIdle(Group<K, T> group) {
        if (group.running == 0 && group.waitingCount == 0 && group.credit() == 0) {
            groups.remove(group.key);
        }
    }

    /// The first of a ring, from its head on, that has credit; where none has, all get as many
    /// quanta as the least indebted needs. It stays at the head while it has credit.
    private <A extends Account> A first(Deque<A> ring, Collection<A> all, Predicate<A> isEligible) {
        while (true) {
            long least = Long.MAX_VALUE;
            for (int i = ring.size(); i > 0; i--) {
                A head = ring.getFirst();
                if (isEligible.test(head)) {
                    long credit = head.credit();
                    if (credit > 0) {
                        return head;
                    }
                    least = Math.min(least, -credit);
                }
                ring.addLast(ring.removeFirst());
            }
            long raise = (least / quantum + 1) * quantum;
            for (A account : all) {
                account.raise(raise, account.isWaiting() && isEligible.test(account));
            }
        }
    }

    private void leaveIfDone(Group<K, T> group, Member<T> member) {
        if (member.waiting.isEmpty() && member.isWaiting()) {
            leave(member, group.ring);
        }
        if (group.waitingCount == 0 && group.isWaiting()) {
            leave(group, ring);
        }
    }

    private static <A extends Account> void enter(A account, Deque<A> ring) {
        if (!account.isWaiting()) {
            account.setWaiting(true);
            ring.addLast(account);
        }
    }

    private static <A extends Account> void leave(A account, Deque<A> ring) {
        account.setWaiting(false);
        ring.remove(account);
    }
}
