package io.tributary.gateway.registry.journal;

/// Which object is meant: a name is unique among those of its kind.
public record ObjectKey(ObjectKind kind, String name) {
    /// For messages: `tenant shop`.
    @Override
    public String toString() {
        return kind.word() + " " + name;
    }
}
