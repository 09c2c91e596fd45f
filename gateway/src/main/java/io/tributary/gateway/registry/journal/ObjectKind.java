package io.tributary.gateway.registry.journal;

import java.util.Optional;

/// What can be registered.
public enum ObjectKind {
    TENANT("tenant"),
    CLUSTER("cluster"),
    CREDENTIAL("credential"),
    AGENT("agent", "id");

    private final String word;
    private final String nameField;

    ObjectKind(String word) {
        this(word, "name");
    }

    ObjectKind(String word, String nameField) {
        this.word = word;
        this.nameField = nameField;
    }

    public String word() {
        return word;
    }

    /// The section of a registry file, and the part of a path, in which all of them stand.
    public String plural() {
        return word + "s";
    }

    /// The field in which an object has its name; an agent is named by its UUID.
    public String nameField() {
        return nameField;
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
