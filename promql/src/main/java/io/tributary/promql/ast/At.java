package io.tributary.promql.ast;

/// The `@` modifier: at which moment a selector is evaluated.
public sealed interface At {
    /// At the step's own time.
    record Unset() implements At {}

    /// `@ 1609746000`, in milliseconds since 1970.
    record Timestamp(long millis) implements At {}

    /// `@ start()`.
    record Start() implements At {}

    /// `@ end()`.
    record End() implements At {}
}
