package io.tributary.gateway.jwt.keys;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the keys of an issuer are.
///
/// @param keys how many can be used
/// @param ignored of each key that is published and not used, which and why
/// @param age since they were asked for, the last time that this led to keys; none before the first
/// @param failure what went wrong the last time; empty if nothing did
/// @param asked how often they were asked for since the rule came
/// @param failed how often in vain
public record KeyStatus(
        String issuer,
        int keys,
        List<String> ignored,
        Optional<Duration> age,
        String failure,
        long asked,
        long failed) {
    public KeyStatus {
        ignored = List.copyOf(ignored);
    }
}
