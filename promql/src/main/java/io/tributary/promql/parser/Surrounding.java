package io.tributary.promql.parser;

/// What a token that fits nowhere is said to have been found in: the innermost construct around it
/// that upstream's grammar has an `error` rule for.
sealed interface Surrounding {
    /// Nothing that has a name.
    record Nothing() implements Surrounding {}

    /// `unexpected … in <name>, expected <expected>`.
    ///
    /// @param expected may be empty
    record Construct(String name, String expected) implements Surrounding {}
}
