package io.tributary.tsdb.head;

import io.tributary.tsdb.upkeep.Upkeep;
import java.util.Optional;

/// Wakes upkeep where something became durable, once there is upkeep: the parts that call this are
/// opened before.
final class WakeUp implements Runnable {
    private volatile Optional<Upkeep> upkeep = Optional.empty();

    void wakes(Upkeep woken) {
        upkeep = Optional.of(woken);
    }

    @Override
    public void run() {
        upkeep.ifPresent(Upkeep::wake);
    }
}
