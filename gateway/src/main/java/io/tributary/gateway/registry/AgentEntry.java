package io.tributary.gateway.registry;

import io.tributary.gateway.quarantine.Quarantines;
import java.util.Optional;
import java.util.UUID;

/// What the registry says of one enrolled agent; of one that it does not name, its certificate says
/// enough.
///
/// @param source where it was declared, for people
/// @param cluster the name of the cluster that it is of; empty where its certificate alone says so,
///   but there where it has quarantines
/// @param quarantines of what it alone writes
public record AgentEntry(
        String source, UUID id, State state, Optional<String> cluster, Quarantines quarantines)
        implements RegistryObject {
    /// What becomes of what it sends.
    public enum State {
        /// It is taken.
        ACTIVE("active"),
        /// It is turned away, for good.
        REVOKED("revoked");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /// Its id, as text.
    @Override
    public String name() {
        return id.toString();
    }

    /// Whether it is turned away: it is revoked, or said to be of another cluster than its
    /// certificate is for.
    ///
    /// @param certified the cluster that its certificate is for
    public boolean isTurnedAway(ClusterEntry certified) {
        return state == State.REVOKED
                || cluster.filter(name -> !name.equals(certified.name())).isPresent();
    }
}
