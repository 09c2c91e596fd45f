package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.json.JsonException;
import io.tributary.gateway.jwt.json.JsonValue;
import java.util.Optional;

/// Whom an API server of Kubernetes says a projected token is for: its claim `kubernetes.io`.
///
/// @param uid the account's, where it is told
/// @param pod the name of the pod that the token is bound to, if it is
public record ServiceAccount(
        String namespace, String name, Optional<String> uid, Optional<String> pod) {
    private static final String CLAIM = "kubernetes.io";

    /// `sub` of its tokens.
    public String subject() {
        return "system:serviceaccount:" + namespace + ":" + name;
    }

    /// What the claim says, if there is one.
    ///
    /// @throws JsonException if it has another shape
    static Optional<ServiceAccount> of(JsonValue.Fields claims) throws JsonException {
        Optional<JsonValue.Fields> bound = fields(claims, CLAIM);
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        JsonValue.Fields account =
                fields(bound.get(), "serviceaccount")
                        .orElseThrow(() -> new JsonException(CLAIM + " has no serviceaccount"));
        Optional<JsonValue.Fields> pod = fields(bound.get(), "pod");
        return Optional.of(
                new ServiceAccount(
                        required(bound.get(), "namespace"),
                        required(account, "name"),
                        account.text("uid"),
                        pod.isPresent() ? pod.get().text("name") : Optional.empty()));
    }

    private static String required(JsonValue.Fields of, String name) throws JsonException {
        return of.text(name).orElseThrow(() -> new JsonException(CLAIM + " has no " + name));
    }

    private static Optional<JsonValue.Fields> fields(JsonValue.Fields of, String name)
            throws JsonException {
        Optional<JsonValue> value = of.find(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof JsonValue.Fields fields) {
            return Optional.of(fields);
        }
        throw new JsonException(name + " is " + value.get().kind() + ", not an object");
    }
}
