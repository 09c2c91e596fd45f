package io.tributary.cli.line;

/// Something that words on the command line name.
public sealed interface Command permits Action, Group {
    /// The word.
    String name();

    /// What it is for, in whole sentences.
    String description();

    /// Whether help does not tell of it.
    default boolean hidden() {
        return false;
    }
}
