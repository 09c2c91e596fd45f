package io.tributary.runtime.concurrent;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How many CPU-bound sections may run at once, shared out fairly where more want to: first among
/// groups (tenants), then among the members of each (workload clusters).
///
/// Deficit round robin [1] on two levels. Whoever waits is served in turn while its credit is above
/// 0, and pays what its section costs; when nobody who waits has credit left, each gets the same
/// amount more. What a section costs is known only when it is over: it pays the usual cost of its
/// member when it begins, and the difference when it ends. So credit may become a debt, which is
/// paid with the next rounds, before anything else of its owner is served.
///
/// A group that asks for ten times its share waits in its own queue; the others' turns come as if
/// it asked for its share alone. Who wants less than their share wait for a running section at
/// most, and one round. While there are free permits nobody waits, and nobody owes: fairness is
/// about what is scarce.
///
/// Costs: a map entry for each group and member with a section that runs or waits, or a debt; a
/// walk over the groups that wait for each turn.
///
/// Bounds: `waitingMax` turns of one group, sixteen times as many of all; those with debts are
/// forgotten whenever nobody waits.
///
/// Never take a second permit while holding one, and never wait for a disk or a peer with one in
/// hand.
///
/// [1] Shreedhar, Varghese: Efficient Fair Queueing Using Deficit Round Robin. SIGCOMM 1995.
public final class FairPermits<K> {
    /// So many groups can have their queues full.
    private static final int FULL_GROUPS = 16;

    /// The right to compute, until closed.
    public final class Permit implements AutoCloseable {
        private final Turn turn;
        private long cost;
        private boolean closed;

        private Permit(Turn turn) {
            this.turn = turn;
            this.cost = turn.paid;
        }

        /// Says what the section costs, in whatever all of them are counted in; the last word
        /// counts. What nobody says is taken to be as usual.
        public void costs(long units) {
            cost = Math.max(0, units);
        }

        /// Gives the permit back; again does nothing.
        @Override
        public void close() {
            giveBack(this);
        }
    }

    /// A place in the queue, which one thread awaits once; any thread may have it left.
    public final class Turn {
        private final CountDownLatch over = new CountDownLatch(1);
        private final FairShare.Group<K, Turn> group;
        private final FairShare.Member<Turn> member;
        private final int groupMax;
        private long paid;
        private volatile boolean hasPermit;

        private Turn(FairShare.Group<K, Turn> group, FairShare.Member<Turn> member, int groupMax) {
            this.group = group;
            this.member = member;
            this.groupMax = groupMax;
        }

        /// Gives the place up, so that {@link #await} answers at once. Does nothing where the turn
        /// has come.
        public void leave() {
            if (isTakenOut(this)) {
                over.countDown();
            }
        }

        /// Parks until the turn has come, the place was given up, or the time is over: then it is
        /// given up.
        ///
        /// @return empty where it was given up
        public Optional<Permit> await(long nanosMax) throws InterruptedException {
            try {
                if (!over.await(nanosMax, TimeUnit.NANOSECONDS)) {
                    leave();
                }
            } catch (InterruptedException e) {
                leave();
                if (hasPermit) {
                    new Permit(this).close();
                }
                throw e;
            }
            return hasPermit ? Optional.of(new Permit(this)) : Optional.empty();
        }

        /// Under the lock.
        private void come() {
            hasPermit = true;
            over.countDown();
        }
    }

    private final int count;
    private final int waitingMax;
    private final FairShare<K, Turn> share;
    private int free;

    /// @param count of permits
    /// @param quantum what each who waits gets in a round; about what a usual section costs
    /// @param waitingMax turns of one group that wait
    public FairPermits(int count, long quantum, int waitingMax) {
        if (count < 1 || quantum < 1 || waitingMax < 1) {
            throw new IllegalArgumentException(
                    "BUG: %d permits, a quantum of %d, %d waiting"
                            .formatted(count, quantum, waitingMax));
        }
        this.count = count;
        this.waitingMax = waitingMax;
        this.free = count;
        this.share = new FairShare<>(quantum);
    }

    /// Takes a place in the queue; to be awaited.
    ///
    /// @return empty where too many of the group wait already
    public Optional<Turn> queue(K group, K member) {
        return queue(group, member, count);
    }

    /// Likewise, where the group may hold some of the permits only.
    ///
    /// @param groupMax permits of the group at once
    public synchronized Optional<Turn> queue(K group, K member, int groupMax) {
        FairShare.Group<K, Turn> of = share.group(group);
        if (of.waitingCount() >= waitingMax
                || share.waitingCount() >= (long) FULL_GROUPS * waitingMax) {
            share.forgetIdle(of);
            return Optional.empty();
        }
        Turn turn = new Turn(of, of.member(member), Math.max(1, groupMax));
        share.add(of, turn.member, turn);
        serve();
        return Optional.of(turn);
    }

    /// Permits taken now.
    public synchronized int takenCount() {
        return count - free;
    }

    /// Places in the queue that are taken now.
    public synchronized int waitingCount() {
        return share.waitingCount();
    }

    /// Those of one group.
    public synchronized int waitingCount(K group) {
        return share.waitingCount(group);
    }

    private void serve() {
        while (free > 0) {
            Optional<Turn> next = share.next(this::mayRun);
            if (next.isEmpty()) {
                break;
            }
            Turn turn = next.get();
            free--;
            turn.paid = share.begin(turn.group, turn.member);
            turn.come();
        }
        if (share.waitingCount() == 0) {
            share.forgiveDebts();
        }
    }

    private boolean mayRun(Turn turn) {
        return turn.group.runningCount() < turn.groupMax;
    }

    private synchronized void giveBack(Permit permit) {
        if (permit.closed) {
            return;
        }
        permit.closed = true;
        Turn turn = permit.turn;
        free++;
        share.end(turn.group, turn.member, turn.paid, permit.cost);
        serve();
    }

    private synchronized boolean isTakenOut(Turn turn) {
        return share.remove(turn.group, turn.member, turn);
    }
}
