package io.tributary.gateway.jwt.keys;

import java.time.Duration;
import java.util.Optional;

/// Keys that were given to us: they change when somebody gives us others.
record FixedKeys(String issuer, KeySet set) implements IssuerKeys {
    @Override
    public Optional<KeySet> current() {
        return Optional.of(set);
    }

    @Override
    public Renewal renewed() {
        return new Renewal(current(), true, "");
    }

    @Override
    public KeyStatus status() {
        return new KeyStatus(
                issuer, set.keys().size(), set.ignored(), Optional.of(Duration.ZERO), "", 0, 0);
    }
}
