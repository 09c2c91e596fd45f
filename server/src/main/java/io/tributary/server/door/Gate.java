package io.tributary.server.door;

import io.tributary.model.flow.Unavailable;
import io.tributary.runtime.http.HttpRefusalException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Shut until the store is open, and shut again when it is about to close. Whoever comes to a shut
/// gate is answered 503. Safe from any thread.
public final class Gate {
    /// When to come back while the store is being opened, in seconds before jitter.
    private static final int STARTING_SECONDS = 2;

    /// When to come back while we stop: another instance may be there by then.
    private static final int STOPPING_SECONDS = 5;

    private sealed interface Position {
        record Shut(Unavailable reason) implements Position {}

        record Open(Doors doors) implements Position {}
    }

    private final AtomicReference<Position> position =
            new AtomicReference<>(new Position.Shut(Unavailable.STARTING));

    public void open(Doors doors) {
        position.set(new Position.Open(doors));
    }

    public void shut() {
        position.set(new Position.Shut(Unavailable.STOPPING));
    }

    /// Why nobody may pass; empty if anybody may.
    public Optional<Unavailable> closedBecause() {
        return switch (position.get()) {
            case Position.Shut(var reason) -> Optional.of(reason);
            case Position.Open(_) -> Optional.empty();
        };
    }

    /// What an operator should know now; nothing while it is shut.
    public List<String> warnings() {
        return switch (position.get()) {
            case Position.Shut(_) -> List.of();
            case Position.Open(var doors) -> doors.warnings().get();
        };
    }

    /// Lets a request through.
    ///
    /// @throws HttpRefusalException 503 if it is shut
    public Doors pass() {
        return switch (position.get()) {
            case Position.Open(var doors) -> doors;
            case Position.Shut(var reason) ->
                    throw HttpRefusalException.unavailable(
                            "server is " + reason.word(),
                            reason == Unavailable.STOPPING ? STOPPING_SECONDS : STARTING_SECONDS);
        };
    }
}
