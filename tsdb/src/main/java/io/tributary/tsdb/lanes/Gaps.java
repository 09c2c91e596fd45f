package io.tributary.tsdb.lanes;

import io.tributary.tsdb.memory.LongSlabs;

/// The last two stretches of each series in which nothing was accepted: (from, to), both exclusive,
/// the newer first. What is in one cannot conflict, so no look-up is needed.
///
/// ```
/// from, to | from, to       of 32 bytes a series; to = NONE where there is none
/// ```
///
/// Before its first sample a series is one gap without a beginning. A gap forgotten makes refusals,
/// never a conflict missed. Writer only; a look without the lock is a hint.
final class Gaps {
    /// A frontier that moves on by more leaves a gap, in milliseconds.
    static final long GAP_MILLIS = 5 * 60_000;

    private static final int FROM = 0;
    private static final int TO = 1;
    private static final int PAIR = 2;
    private static final long NONE = Long.MIN_VALUE;

    private final LongSlabs gaps = new LongSlabs(4);

    void create(int slot) {
        gaps.ensure(slot + 1);
        gaps.setWord(slot, TO, NONE);
        gaps.setWord(slot, PAIR + TO, NONE);
    }

    /// Notes that the frontier moves from one time to another with nothing between.
    void add(int slot, long fromMillis, long toMillis) {
        gaps.setWord(slot, PAIR + FROM, gaps.word(slot, FROM));
        gaps.setWord(slot, PAIR + TO, gaps.word(slot, TO));
        gaps.setWord(slot, FROM, fromMillis);
        gaps.setWord(slot, TO, toMillis);
    }

    /// Whether the time lies inside a gap.
    boolean contains(int slot, long timeMillis) {
        return (timeMillis > from(slot, 0) && timeMillis < to(slot, 0))
                || (timeMillis > from(slot, 1) && timeMillis < to(slot, 1));
    }

    /// A sample was accepted: a gap that it lies in begins behind it from now on.
    void fill(int slot, long timeMillis) {
        for (int gap = 0; gap < 2; gap++) {
            if (timeMillis > from(slot, gap) && timeMillis < to(slot, gap)) {
                gaps.setWord(slot, gap * PAIR + FROM, timeMillis);
            }
        }
    }

    /// Lets the newer gap (0) or the older (1) begin no earlier than behind `timeMillis`, which
    /// closes it where it ends before.
    void beginBehind(int slot, int gap, long timeMillis) {
        long later = Math.max(from(slot, gap), Math.min(timeMillis, to(slot, gap)));
        gaps.setWord(slot, gap * PAIR + FROM, later);
    }

    /// Of the newer gap (0) or the older (1).
    long from(int slot, int gap) {
        return gaps.word(slot, gap * PAIR + FROM);
    }

    /// Not after any time where there is no such gap.
    long to(int slot, int gap) {
        return gaps.word(slot, gap * PAIR + TO);
    }

    long sizeBytes() {
        return gaps.sizeBytes();
    }
}
