package io.tributary.tsdb.wal;

/// Space set aside for one request's records, or the reason why there is none.
///
/// One that was granted belongs to its request until {@link Wal#finish} or {@link Wal#cancel} takes
/// it back; after that it is reused for another request and must not be touched.
public final class Reservation {
    /// What became of asking for space.
    public enum Outcome {
        GRANTED,
        /// No record may be so large, now or later.
        TOO_LARGE,
        /// The wal is as large as it may be, and nothing was released.
        WAL_FULL,
        /// No further segment could be allocated; tried again about once a second.
        DISK_FULL,
        /// Space is being made, or others hold it, and the time to wait is over.
        BUSY,
        /// The wal was closed, or a write or sync failed and the process is about to end.
        ENDED
    }

    /// Where a granted one stands.
    enum State {
        FREE,
        GRANTED,
        BEGUN
    }

    private final Outcome outcome;
    private State state = State.FREE;
    private int maxBytes;
    private int beganAt;

    Reservation(Outcome outcome) {
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return outcome;
    }

    public boolean granted() {
        return outcome == Outcome.GRANTED;
    }

    void grant(int maxBytes) {
        move(State.FREE, State.GRANTED);
        this.maxBytes = maxBytes;
    }

    void begin(int position) {
        move(State.GRANTED, State.BEGUN);
        this.beganAt = position;
    }

    void release(State expected) {
        move(expected, State.FREE);
    }

    int maxBytes() {
        return maxBytes;
    }

    /// Where in the frame's payload the request's records begin.
    int beganAt() {
        return beganAt;
    }

    /// The most it takes of a segment: a frame of its own.
    long spaceBytes() {
        return Frame.spaceBytes(maxBytes);
    }

    private void move(State from, State to) {
        if (!granted() || state != from) {
            throw new IllegalStateException(
                    "BUG: reservation is " + outcome + " and " + state + ", want " + from);
        }
        state = to;
    }
}
