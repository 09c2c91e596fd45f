package io.tributary.gateway.registry;

import java.time.Instant;

/// A time in which a cluster may be silent.
///
/// @param from included
/// @param to excluded
/// @param why for people; may be empty
public record Maintenance(Instant from, Instant to, String why) {
    boolean isAt(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
