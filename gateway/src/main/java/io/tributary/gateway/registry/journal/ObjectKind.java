package io.tributary.gateway.registry.journal;

import java.util.Optional;

/// What can be registered.
public enum ObjectKind {
    TENANT("tenant"),
    CLUSTER("cluster"),
    CREDENTIAL("credential");

    private final String word;

    ObjectKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// The section of a registry file, and the part of a path, in which all of them stand.
    public String plural() {
        return word + "s";
    }

    public static Optional<ObjectKind> of(String word) {
        for (ObjectKind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
