package io.tributary.bench.tenants;

import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Credentials with tokens, and what a registry file says of them. Owned by one thread.
final class Tokens {
    private final CredentialMint mint = new CredentialMint(new SecureRandom());
    private final Map<String, String> tokens = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    /// Adds one.
    ///
    /// @param fields those beside name and token, as YAML has them
    void add(String name, String fields) {
        AccessToken token = mint.token();
        tokens.put(name, token.secret().reveal());
        lines.add(
                "  - {name: %s, token: {id: %s, hash: \"%s\"}, %s}%n"
                        .formatted(name, token.id(), mint.hash(token).phc(), fields));
    }

    String token(String name) {
        return tokens.getOrDefault(name, "");
    }

    /// The section of a registry file.
    String yaml() {
        return "credentials:\n" + String.join("", lines);
    }
}
