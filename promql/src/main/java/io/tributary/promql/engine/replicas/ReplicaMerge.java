package io.tributary.promql.engine.replicas;

import io.tributary.model.flow.SampleColumn;
import io.tributary.model.histogram.floats.FloatHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/// Makes one series of the samples of its replicas.
///
/// ```
/// replica a   1   2   3   4   ·   ·   ·   8   9          is preferred
/// replica b      1   2   3   4   5   6   7   8   9
/// together    1   2   3   4      5   6   7       9       8 of a comes too soon behind 7 of b
/// ```
///
/// All samples are gone through in the order of time, and each is judged by what came before it,
/// within a written distance:
///
/// - The *interval* at a moment is the least that any replica scrapes at there: the second least of
///   its last five distances.
/// - A replica is *there* until it has not been heard of for one and a quarter intervals, or until
///   its staleness marker. The first by labels that is there is the one whose samples count.
/// - What comes within half an interval behind a sample of another replica that counted does not
///   count: two scrapes so close may carry their times in one order and their values in the other,
///   which would look like a counter reset.
/// - A staleness marker counts where no other replica is there.
///
/// Counters need no mending: replicas tell of the same counter of the same target, so what is less
/// than before, of whichever replica, was reset.
///
/// *Why by what came before only*: so a moment's answer depends neither on how far behind it was
/// read nor on what came later, and is the same in a range, in a slice of it and alone. What is
/// decided about a sample looks back {@link #LEAD_MILLIS} at most: what is read from there on is
/// judged as if all had been read (of more than three replicas, where they scrape at most every `2
/// · WINDOW_MILLIS / (replicas − 1)`).
///
/// *Costs*: a look at each replica heard of lately, a sample. Owned by one thread.
final class ReplicaMerge {
    /// A replica not heard of for so long is not there, whatever its interval.
    static final long WINDOW_MILLIS = 5 * 60_000;

    /// What is to be read before the first sample that is asked for: to know that a replica is
    /// there, that those before it were, and their intervals.
    static final long LEAD_MILLIS = 3 * WINDOW_MILLIS;

    /// Samples between two looks at whether the query may go on.
    private static final int CHECK_SAMPLES = 4096;

    private static final int NOBODY = -1;

    private final Runnable check;
    private final List<Replica> replicas = new ArrayList<>();
    private final PriorityQueue<Replica> waiting = new PriorityQueue<>();

    /// Those heard of within the window, in the order of their rank.
    private final List<Replica> heard = new ArrayList<>();

    /// Whose sample was the last that counted, and its number there.
    private int lastRank;

    private int lastIndex;
    private long lastTime;

    /// @param check throws if the query must stop
    ReplicaMerge(Runnable check) {
        this.check = check;
    }

    /// Where the samples of a replica are to be read into. The same column for a number each time.
    SampleColumn samples(int replica) {
        while (replicas.size() <= replica) {
            replicas.add(new Replica(replicas.size()));
        }
        return replicas.get(replica).samples();
    }

    /// Writes what the first `count` replicas are together, after `fromMillis`, into `into`
    /// (emptied first).
    void merge(int count, long fromMillis, SampleColumn into) {
        into.clear();
        if (count == 1) {
            copy(samples(0), fromMillis, into);
            return;
        }
        begin(count);
        int untilCheck = CHECK_SAMPLES;
        while (!waiting.isEmpty()) {
            Replica replica = waiting.poll();
            forgetBefore(replica.nextTime() - WINDOW_MILLIS);
            replica.take();
            hear(replica);
            if (counts(replica)) {
                replica.choose();
                add(replica, fromMillis, into);
            }
            if (replica.hasNext()) {
                waiting.add(replica);
            }
            if (--untilCheck == 0) {
                check.run();
                untilCheck = CHECK_SAMPLES;
            }
        }
    }

    private static void copy(SampleColumn samples, long fromMillis, SampleColumn into) {
        for (int i = 0; i < samples.size(); i++) {
            if (samples.time(i) > fromMillis) {
                into.addFrom(samples, i);
            }
        }
    }

    private void begin(int count) {
        waiting.clear();
        heard.clear();
        lastRank = NOBODY;
        for (int i = 0; i < count; i++) {
            Replica replica = replicas.get(i);
            replica.begin();
            if (replica.hasNext()) {
                waiting.add(replica);
            }
        }
    }

    private void forgetBefore(long timeMillis) {
        int kept = 0;
        for (int i = 0; i < heard.size(); i++) {
            if (heard.get(i).newestTime() > timeMillis) {
                heard.set(kept++, heard.get(i));
            }
        }
        while (heard.size() > kept) {
            heard.removeLast();
        }
    }

    private void hear(Replica replica) {
        int at = heard.size();
        while (at > 0 && heard.get(at - 1).rank() > replica.rank()) {
            at--;
        }
        if (at == 0 || heard.get(at - 1) != replica) {
            heard.add(at, replica);
        }
    }

    /// Whether the newest sample of a replica is one of what they are together.
    private boolean counts(Replica replica) {
        long time = replica.newestTime();
        if (lastRank != NOBODY && time <= lastTime) {
            return false;
        }
        long interval = WINDOW_MILLIS;
        for (int i = 0; i < heard.size(); i++) {
            interval = Math.min(interval, heard.get(i).intervalMillis());
        }
        long patience = Math.min(interval + interval / 4, WINDOW_MILLIS);
        for (int i = 0; i < heard.size(); i++) {
            Replica other = heard.get(i);
            if (other == replica || other.hasEnded()) {
                continue;
            }
            long silence = time - other.newestTime();
            boolean isThere = silence <= patience;
            if (replica.hasEnded() ? isThere : isThere && other.rank() < replica.rank()) {
                return false;
            }
            if (!replica.hasEnded() && other.isNewestChosen() && silence < interval / 2) {
                return false;
            }
        }
        return true;
    }

    private void add(Replica replica, long fromMillis, SampleColumn into) {
        int index = replica.newest();
        boolean follows =
                lastRank == NOBODY
                        ? index == 0
                        : lastRank == replica.rank() && lastIndex == index - 1;
        lastRank = replica.rank();
        lastIndex = index;
        lastTime = replica.newestTime();
        if (lastTime <= fromMillis) {
            return;
        }
        SampleColumn samples = replica.samples();
        if (follows || !samples.isHistogram(index)) {
            into.addFrom(samples, index);
            return;
        }
        // Its hint is about another histogram than the one it follows now.
        FloatHistogram histogram = samples.histogram(index).unhinted();
        into.addHistogram(lastTime, histogram);
        if (samples.start(index) != 0) {
            into.startLast(samples.start(index));
        }
    }
}
