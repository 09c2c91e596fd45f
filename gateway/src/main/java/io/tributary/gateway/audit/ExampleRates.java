package io.tributary.gateway.audit;

import io.tributary.runtime.clock.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How many examples each credential may still write in this minute. Safe from any thread.
///
/// Minutes follow each other; in two neighbouring ones together a credential writes twice its share
/// at most. Whoever is not known is one credential, and so are all beyond {@link #KEYS_MAX}.
final class ExampleRates {
    /// Credentials told apart in a minute.
    static final int KEYS_MAX = 10_000;

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final String OTHERS = "";

    private final Clock clock;
    private final int perMinute;
    private final Map<String, Integer> used = new HashMap<>();
    private long beganNanos;

    ExampleRates(Clock clock, int perMinute) {
        this.clock = clock;
        this.perMinute = perMinute;
        this.beganNanos = clock.monotonicNanos();
    }

    /// Whether the credential may write another one; takes it.
    synchronized boolean take(String credential) {
        long now = clock.monotonicNanos();
        if (now - beganNanos >= MINUTE_NANOS) {
            beganNanos = now;
            used.clear();
        }
        boolean known = used.containsKey(credential) || used.size() < KEYS_MAX;
        String key = known ? credential : OTHERS;
        int taken = used.getOrDefault(key, 0);
        if (taken >= perMinute) {
            return false;
        }
        used.put(key, taken + 1);
        return true;
    }
}
