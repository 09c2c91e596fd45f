package io.tributary.gateway.secret;

import io.tributary.runtime.concurrent.Permits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How many computations of Argon2 run at once, and how many wait: first come, first served, and of
/// one row at most {@link #ROW_PLACES_MAX}. So whoever guesses at one row's secret is in nobody's
/// way but that row's.
///
/// *Invariants*: a place is taken from entering until the pass is closed; at most {@link
/// #placesMax} are; a row without places has no entry.
final class ArgonGate {
    /// Two: an old and a new secret, while a sender changes from one to the other.
    static final int ROW_PLACES_MAX = 2;

    /// Waiting for each permit. At 25 ms each, who is last waits 1.6 s.
    static final int PLACES_PER_PERMIT = 64;

    private final Permits permits;
    private final int placesMax;
    private final Map<String, Integer> placesByRow = new HashMap<>();
    private int places;

    /// The right to compute, until closed.
    final class Pass implements AutoCloseable {
        private final String row;
        private final Permits.Permit permit;

        private Pass(String row, Permits.Permit permit) {
            this.row = row;
            this.permit = permit;
        }

        @Override
        public void close() {
            permit.close();
            leave(row);
        }
    }

    ArgonGate(int permitCount) {
        permits = new Permits(permitCount);
        placesMax = permitCount * (1 + PLACES_PER_PERMIT);
    }

    /// Waits for a pass.
    ///
    /// @param nanosMax how long; 0: not at all
    /// @return empty where none is to be had, at once if there is no place to wait
    Optional<Pass> enter(String row, long nanosMax) throws InterruptedException {
        Permits.Turn turn;
        synchronized (this) {
            int ofRow = placesByRow.getOrDefault(row, 0);
            if (places >= placesMax || ofRow >= ROW_PLACES_MAX) {
                return Optional.empty();
            }
            places++;
            placesByRow.put(row, ofRow + 1);
            turn = permits.queue();
        }
        Optional<Permits.Permit> permit = Optional.empty();
        try {
            permit = turn.await(nanosMax);
        } finally {
            if (permit.isEmpty()) {
                leave(row);
            }
        }
        return permit.map(taken -> new Pass(row, taken));
    }

    /// Places taken now, running and waiting.
    synchronized int placeCount() {
        return places;
    }

    private synchronized void leave(String row) {
        places--;
        placesByRow.computeIfPresent(row, (r, count) -> count == 1 ? null : count - 1);
    }
}
