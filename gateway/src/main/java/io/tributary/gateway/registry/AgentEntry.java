package io.tributary.gateway.registry;

import java.util.UUID;

/// What the registry says of one enrolled agent; of one that it does not name, its certificate says
/// enough.
///
/// @param source where it was declared, for people
public record AgentEntry(String source, UUID id, State state) {
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
}
