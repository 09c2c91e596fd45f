package io.tributary.gateway.jwt.keys;

/// The arithmetic of one public key. Safe from any thread.
interface SignatureCheck {
    /// Whether the owner of the key has signed these bytes so; false too for a signature that could
    /// be nobody's.
    ///
    /// @param algorithm one that the key is for
    boolean verifies(JwtAlgorithm algorithm, byte[] signed, byte[] signature);
}
