package io.tributary.gateway.jwt.keys;

import io.tributary.gateway.jwt.json.JsonException;
import io.tributary.runtime.clock.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keys that are asked for over the network, and kept while the issuer cannot be reached: for a
/// day, then they are too old to be believed.
///
/// *Invariants*: at most one attempt runs, and no two begin within ten seconds, whoever wants one.
/// An answer that cannot be read leaves the keys as they are; one that holds no usable key takes
/// them away, for then nobody vouches for them any more.
///
/// Everything is guarded by this object; attempts run on threads of their own and come by twice.
final class RemoteKeys implements IssuerKeys {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long AGE_NANOS_MAX = TimeUnit.HOURS.toNanos(24);

    /// Requests that wait for one attempt. Each holds a connection, so there is a bound.
    private static final int WAITERS_MAX = 100;

    /// An attempt asks twice at most, five seconds each.
    private static final long WAIT_SECONDS = 12;

    /// One time of asking.
    private static final class Attempt {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean hasKeys;
    }

    private record Loaded(KeySet set, long nanos) {}

    private final KeyQuestion question;
    private final long refreshNanos;
    private final Clock clock;

    private Optional<Loaded> loaded = Optional.empty();
    private Optional<Attempt> running = Optional.empty();
    private String failure = "";
    private long begunNanos;
    private long asked;
    private long failed;
    private int waiters;

    RemoteKeys(KeyQuestion question, Duration refresh, Clock clock) {
        this.question = question;
        this.refreshNanos = refresh.toNanos();
        this.clock = clock;
    }

    @Override
    public synchronized Optional<KeySet> current() {
        return loaded.filter(it -> clock.monotonicNanos() - it.nanos <= AGE_NANOS_MAX)
                .map(Loaded::set);
    }

    /// Begins an attempt where one is due: the keys are old enough, or there are none and the last
    /// attempt is some time ago. Does not wait for it.
    synchronized void refreshIfDue() {
        boolean healthy = failure.isEmpty() && loaded.isPresent();
        if (mayBegin(healthy ? Math.max(refreshNanos, PAUSE_NANOS) : PAUSE_NANOS)) {
            begin();
        }
    }

    @Override
    public Renewal renewed() throws InterruptedException {
        Attempt attempt;
        boolean begun;
        synchronized (this) {
            begun = mayBegin(PAUSE_NANOS);
            if (begun) {
                begin();
            }
            if (running.isEmpty()) {
                return unsure(failure.isEmpty() ? "they were asked for just now" : failure);
            }
            if (waiters == WAITERS_MAX) {
                return unsure("too many requests wait for them");
            }
            waiters++;
            attempt = running.get();
        }
        boolean ended;
        try {
            ended = attempt.ended.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } finally {
            synchronized (this) {
                waiters--;
            }
        }
        synchronized (this) {
            if (!ended || !attempt.hasKeys) {
                return unsure(ended ? failure : "no answer in time");
            }
            return begun
                    ? new Renewal(current(), true, "")
                    : unsure("they were being asked for when the token came");
        }
    }

    @Override
    public synchronized KeyStatus status() {
        return new KeyStatus(
                question.issuer(),
                loaded.map(it -> it.set.keys().size()).orElse(0),
                loaded.map(it -> it.set.ignored()).orElse(List.of()),
                loaded.map(it -> Duration.ofNanos(clock.monotonicNanos() - it.nanos)),
                failure,
                asked,
                failed);
    }

    private Renewal unsure(String why) {
        return new Renewal(current(), false, why);
    }

    private boolean mayBegin(long pauseNanos) {
        return running.isEmpty()
                && (asked == 0 || clock.monotonicNanos() - begunNanos >= pauseNanos);
    }

    private void begin() {
        Attempt attempt = new Attempt();
        running = Optional.of(attempt);
        begunNanos = clock.monotonicNanos();
        asked++;
        long nanos = begunNanos;
        Thread.ofVirtual().name("issuer-keys").start(() -> run(attempt, nanos));
    }

    private void run(Attempt attempt, long nanos) {
        String wrong = "asking ended unexpectedly";
        Optional<KeySet> answer = Optional.empty();
        try {
            answer = Optional.of(question.ask());
            wrong = answer.get().keys().isEmpty() ? noneUsable(answer.get()) : "";
        } catch (IOException | JsonException e) {
            wrong = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            wrong = "interrupted";
        } finally {
            end(attempt, nanos, answer, wrong);
        }
    }

    private synchronized void end(
            Attempt attempt, long nanos, Optional<KeySet> answer, String wrong) {
        failure = wrong;
        if (!wrong.isEmpty()) {
            failed++;
        }
        if (answer.isPresent()) {
            loaded =
                    wrong.isEmpty()
                            ? Optional.of(new Loaded(answer.get(), nanos))
                            : Optional.empty();
        }
        attempt.hasKeys = wrong.isEmpty();
        running = Optional.empty();
        attempt.ended.countDown();
    }

    private String noneUsable(KeySet set) {
        return "the keys of %s: none can be used%s"
                .formatted(
                        question.issuer(),
                        set.ignored().isEmpty()
                                ? ""
                                : " (" + String.join("; ", set.ignored()) + ")");
    }
}
