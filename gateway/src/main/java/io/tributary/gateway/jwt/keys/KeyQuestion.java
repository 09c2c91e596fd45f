package io.tributary.gateway.jwt.keys;

import io.tributary.gateway.jwt.json.JsonException;
import io.tributary.gateway.jwt.json.JsonReader;
import io.tributary.gateway.jwt.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// How the keys of one issuer are asked for: at a fixed address, or at the one that the issuer's
/// description names, read anew each time.
record KeyQuestion(String issuer, Optional<String> address, KeyFetcher fetcher) {
    private static final String DESCRIPTION = "/.well-known/openid-configuration";
    private static final int DEPTH_MAX = 8;
    private static final int VALUES_MAX = 2_000;

    /// The keys as they are now.
    ///
    /// @throws IOException if they cannot be had
    /// @throws JsonException if what is there is not what has to be there
    KeySet ask() throws IOException, JsonException, InterruptedException {
        String at = address.isPresent() ? address.get() : discovered();
        try {
            return KeySet.parse(fetcher.fetch(URI.create(at)));
        } catch (JsonException e) {
            throw new JsonException("keys at " + at + ": " + e.why());
        }
    }

    private String discovered() throws IOException, JsonException, InterruptedException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        URI description = URI.create(base + DESCRIPTION);
        String text = fetcher.fetch(description);
        try {
            JsonValue.Fields fields = JsonReader.read(text, DEPTH_MAX, VALUES_MAX);
            if (!fields.text("issuer").equals(Optional.of(issuer))) {
                throw new JsonException("it describes another issuer");
            }
            String keys =
                    fields.text("jwks_uri").orElseThrow(() -> new JsonException("no jwks_uri"));
            Optional<String> problem = KeyUris.problem(keys);
            if (problem.isPresent()) {
                throw new JsonException("jwks_uri is " + problem.get());
            }
            if (KeyUris.isLocal(URI.create(keys)) && !KeyUris.isLocal(description)) {
                throw new JsonException("jwks_uri leads to this host");
            }
            return keys;
        } catch (JsonException e) {
            throw new JsonException(description + ": " + e.why());
        }
    }
}
