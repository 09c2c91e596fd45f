package io.tributary.gateway.admin;

import io.tributary.gateway.registry.RegistryView.Declared;
import java.util.Optional;

/// What an object must be for a change of it to be made: HTTP's `If-Match` and `If-None-Match`.
public sealed interface Precondition {
    /// Nothing.
    record None() implements Precondition {}

    /// It is there.
    record Exists() implements Precondition {}

    /// It is not there.
    record Absent() implements Precondition {}

    /// It is as that version made it.
    record Version(long version) implements Precondition {}

    /// Why it does not hold; empty where it does.
    default Optional<String> failure(Optional<Declared> now) {
        return switch (this) {
            case None _ -> Optional.empty();
            case Exists _ -> now.isPresent() ? Optional.empty() : Optional.of("it is not there");
            case Absent _ -> now.map(found -> "it is there, of version " + found.version());
            case Version(var wanted) -> {
                if (now.isEmpty()) {
                    yield Optional.of("it is not there");
                }
                yield now.get().version() == wanted
                        ? Optional.empty()
                        : Optional.of(
                                "it is of version %d, not %d"
                                        .formatted(now.get().version(), wanted));
            }
        };
    }
}
