package io.tributary.gateway.jwt.keys;

import io.tributary.gateway.jwt.json.JsonException;
import io.tributary.gateway.jwt.json.JsonReader;
import io.tributary.gateway.jwt.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys of an issuer at one time (RFC 7517 5). Immutable.
///
/// A key that no token may be checked with is left out and told of ({@link #ignored}): issuers
/// publish keys for encryption and of new kinds beside those we can use.
public final class KeySet {
    /// Longest text of a set, in characters.
    public static final int TEXT_LENGTH_MAX = 256 * 1024;

    /// Most keys of a set.
    public static final int KEYS_MAX = 100;

    private static final int DEPTH_MAX = 8;
    private static final int VALUES_MAX = 10_000;

    private final List<VerifyingKey> keys;
    private final List<String> ignored;

    private KeySet(List<VerifyingKey> keys, List<String> ignored) {
        this.keys = List.copyOf(keys);
        this.ignored = List.copyOf(ignored);
    }

    /// Reads a set.
    ///
    /// @throws JsonException if it is none, or too large
    public static KeySet parse(String text) throws JsonException {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw new JsonException("a key set longer than " + TEXT_LENGTH_MAX + " characters");
        }
        JsonValue.Fields set = JsonReader.read(text, DEPTH_MAX, VALUES_MAX);
        if (!(set.find("keys").orElse(null) instanceof JsonValue.Array(List<JsonValue> jwks))) {
            throw new JsonException("a key set has an array \"keys\"; there is none");
        }
        if (jwks.size() > KEYS_MAX) {
            throw new JsonException(
                    "a key set of %d keys; at most %d are taken".formatted(jwks.size(), KEYS_MAX));
        }
        List<VerifyingKey> keys = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < jwks.size(); i++) {
            try {
                if (!(jwks.get(i) instanceof JsonValue.Fields jwk)) {
                    throw new JsonException("not an object");
                }
                keys.add(JwkReader.read(jwk));
            } catch (JsonException e) {
                ignored.add("keys[%d] is %s".formatted(i, e.why()));
            }
        }
        return new KeySet(keys, ignored);
    }

    /// Its keys.
    public List<VerifyingKey> keys() {
        return keys;
    }

    /// Of each key that was left out, which and why.
    public List<String> ignored() {
        return ignored;
    }

    /// The keys of that name; of no name, all.
    public List<VerifyingKey> named(Optional<String> id) {
        return id.isEmpty() ? keys : keys.stream().filter(key -> key.id().equals(id)).toList();
    }

    /// Whether the same key, for the same use, is among them.
    public boolean holds(VerifyingKey key) {
        return keys.stream().anyMatch(key::isSame);
    }

    /// Whether the two sets have a public key in common.
    public boolean overlaps(KeySet other) {
        return keys.stream().anyMatch(key -> other.keys.stream().anyMatch(key::isSameMaterial));
    }
}
