package io.tributary.gateway.jwt.keys;

import io.tributary.gateway.jwt.json.JsonException;
import io.tributary.runtime.clock.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The keys of all issuers that somebody wants, each kept as long as somebody does. While some are
/// asked for over the network, one virtual thread looks once a second whose are due.
///
/// Closing waits for no attempt that runs.
public final class KeyRings implements AutoCloseable {
    /// Whose keys, and from where.
    private record Wanted(String issuer, KeySource source) {}

    private final Clock clock;
    private final KeyFetcher fetcher;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Map<Wanted, IssuerKeys> rings = Map.of();
    private Map<Wanted, IssuerKeys> next = new HashMap<>();
    private boolean watching;

    public KeyRings(Clock clock, KeyFetcher fetcher) {
        this.clock = clock;
        this.fetcher = fetcher;
    }

    /// The keys of an issuer: those that are kept already, if they come from the same source. They
    /// are kept from the next {@link #settle} on.
    ///
    /// @throws IllegalArgumentException if the source has a problem, which who calls has to know
    public synchronized IssuerKeys want(String issuer, KeySource source) {
        Wanted wanted = new Wanted(issuer, source);
        IssuerKeys known = rings.get(wanted);
        return next.computeIfAbsent(wanted, absent -> known != null ? known : made(wanted));
    }

    /// Keeps what was wanted since the last time, lets the others go, and asks for what is new.
    public synchronized void settle() {
        rings = Map.copyOf(next);
        next = new HashMap<>();
        lookWhatIsDue();
        boolean remote = rings.values().stream().anyMatch(RemoteKeys.class::isInstance);
        if (remote && !watching) {
            watching = true;
            Thread.ofVirtual().name("issuer-keys-watch").start(this::watch);
        }
    }

    /// How the keys are, in the order of issuers.
    public synchronized List<KeyStatus> statuses() {
        return rings.values().stream()
                .map(IssuerKeys::status)
                .sorted((a, b) -> a.issuer().compareTo(b.issuer()))
                .toList();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    /// Has keys asked for that are due. Waits for nothing.
    synchronized void lookWhatIsDue() {
        for (IssuerKeys keys : rings.values()) {
            switch (keys) {
                case RemoteKeys remote -> remote.refreshIfDue();
                case FixedKeys _ -> {}
            }
        }
    }

    private void watch() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                lookWhatIsDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private IssuerKeys made(Wanted wanted) {
        return switch (wanted.source) {
            case KeySource.Inline(String jwks) -> new FixedKeys(wanted.issuer, parsed(jwks));
            case KeySource.Address(String url, Duration refresh) ->
                    remote(wanted.issuer, Optional.of(url), refresh);
            case KeySource.Discovery(Duration refresh) ->
                    remote(wanted.issuer, Optional.empty(), refresh);
        };
    }

    private RemoteKeys remote(String issuer, Optional<String> address, Duration refresh) {
        return new RemoteKeys(new KeyQuestion(issuer, address, fetcher), refresh, clock);
    }

    private static KeySet parsed(String jwks) {
        try {
            return KeySet.parse(jwks);
        } catch (JsonException e) {
            throw new IllegalArgumentException("BUG: keys that were not checked: " + e.why());
        }
    }
}
