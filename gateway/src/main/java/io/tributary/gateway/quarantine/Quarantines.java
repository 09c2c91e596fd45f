package io.tributary.gateway.quarantine;

import java.util.List;
import java.util.Optional;

/// The quarantines of one agent or cluster, in the order of their declaration. Names are unique
/// among them, and one at most is held.
public record Quarantines(List<Quarantine> all) {
    public static final Quarantines NONE = new Quarantines(List.of());

    public Quarantines {
        all = List.copyOf(all);
        if (all.stream().filter(each -> each.state() == State.HELD).count() > 1
                || all.stream().map(Quarantine::name).distinct().count() < all.size()) {
            throw new IllegalArgumentException("BUG: quarantines held or named twice: " + all);
        }
    }

    /// One of them.
    public record Quarantine(String name, State state) {}

    /// What becomes of what is kept in one.
    public enum State {
        /// What comes is kept in it, and nobody reads it.
        HELD("held"),
        /// It is read behind the tenant's own data.
        RELEASED("released"),
        /// Nobody reads it; retention takes it away.
        DROPPED("dropped");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /// The state of a word; empty where it is none.
        static Optional<State> of(String word) {
            for (State state : values()) {
                if (state.word.equals(word)) {
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        }
    }

    /// The name of the one that is held now; empty where none is.
    public Optional<String> held() {
        return named(State.HELD).stream().findFirst();
    }

    /// The names of those that are released.
    public List<String> released() {
        return named(State.RELEASED);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    private List<String> named(State state) {
        return all.stream().filter(each -> each.state() == state).map(Quarantine::name).toList();
    }
}
