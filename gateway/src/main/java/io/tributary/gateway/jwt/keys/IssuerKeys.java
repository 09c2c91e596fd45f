package io.tributary.gateway.jwt.keys;

import java.util.Optional;

/// The keys of one issuer as time goes by. Safe from any thread.
public sealed interface IssuerKeys permits FixedKeys, RemoteKeys {
    /// The keys that may be used now; none where they were never had, or are too old.
    Optional<KeySet> current();

    /// Asks the issuer for its keys, where it may be asked again, and waits for the answer: for a
    /// token whose key is not among those known.
    Renewal renewed() throws InterruptedException;

    /// How they are, for who watches.
    KeyStatus status();

    /// The keys after asking.
    ///
    /// @param keys as {@link #current} has them then
    /// @param isSure whether the issuer was asked after the question came, and answered: what is
    ///   not there then does not exist
    /// @param why why it is not sure
    record Renewal(Optional<KeySet> keys, boolean isSure, String why) {}
}
