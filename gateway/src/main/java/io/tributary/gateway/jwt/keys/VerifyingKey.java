package io.tributary.gateway.jwt.keys;

import java.util.Optional;
import java.util.Set;

/// A public key of an issuer, with the algorithms that it is for. Immutable.
public final class VerifyingKey {
    private final Optional<String> id;
    private final Set<JwtAlgorithm> algorithms;
    private final String material;
    private final SignatureCheck check;

    /// A key.
    ///
    /// @param id `kid`, where it has one
    /// @param algorithms what may be signed with it
    /// @param material the same text for the same public key, whatever it is called
    VerifyingKey(
            Optional<String> id,
            Set<JwtAlgorithm> algorithms,
            String material,
            SignatureCheck check) {
        this.id = id;
        this.algorithms = Set.copyOf(algorithms);
        this.material = material;
        this.check = check;
    }

    /// `kid`: what the issuer calls it. No more than a name: no path, no address.
    public Optional<String> id() {
        return id;
    }

    /// Whether tokens may be signed with it so.
    public boolean isFor(JwtAlgorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    /// Whether it is the same key, for the same use, under the same name.
    public boolean isSame(VerifyingKey other) {
        return isSameMaterial(other) && id.equals(other.id) && algorithms.equals(other.algorithms);
    }

    /// Whether it is the same public key.
    public boolean isSameMaterial(VerifyingKey other) {
        return material.equals(other.material);
    }

    /// Whether its owner has signed these bytes so. Never by an algorithm that it is not for.
    public boolean verifies(JwtAlgorithm algorithm, byte[] signed, byte[] signature) {
        return isFor(algorithm) && check.verifies(algorithm, signed, signature);
    }
}
