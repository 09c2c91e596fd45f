package io.tributary.gateway.secret;

import io.tributary.runtime.clock.Clock;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Whether what a request presents is the secret of a row, computed as seldom as may be.
///
/// *Idea.* Argon2 takes tens of milliseconds of CPU on purpose; a sender comes every few seconds.
/// So what was computed is remembered by a keyed hash of the whole question ({@link ProofKeys}),
/// and is asked for by nothing less:
///
/// ```
/// proved right, up to 60 s ago      RIGHT
/// proved right, up to 120 s ago     RIGHT; one caller computes again, if a permit is free
/// found wrong, up to 10 s ago       WRONG
/// computed now by somebody else     as that says
/// else                              computed, or LATER
/// ```
///
/// *Who waits for whom.* What was proved once and has become old is computed under permits of its
/// own: nobody can bring a question to that queue but who knows the secret. All others share the
/// other permits, and of one row at most two are there ({@link ArgonGate}). A wrong answer never
/// touches what was proved right.
///
/// *Invariant*: `RIGHT` is said only of a question that Argon2 has affirmed in this process.
/// Another hash for the row is another question, so a change of the row counts at once, also for
/// who does not call {@link #forget}.
///
/// *Bounds*: {@link Proofs#COUNT_MAX} rows, {@link WrongGuesses#COUNT_MAX} wrong guesses, half of
/// the cores and a quarter of them for renewals computing (at least one each), 64 times as many
/// waiting, {@link #WAIT_NANOS} at most. Who waits for the answer to the same question is bounded
/// by the requests in flight.
///
/// Safe from any thread; blocks.
public final class CredentialCheck {
    /// What came of it.
    public enum Verdict {
        /// It is the secret.
        RIGHT,
        /// It is not.
        WRONG,
        /// Nobody could tell within a moment: not to be taken for wrong.
        LATER
    }

    /// What was done since the start.
    ///
    /// @param remembered answered without computing
    /// @param computed computations of Argon2
    /// @param later how often {@link Verdict#LATER} was said
    public record Counts(long remembered, long computed, long later) {}

    static final long PROVED_NANOS = TimeUnit.SECONDS.toNanos(60);
    static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(60);
    static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Clock clock;
    private final ProofKeys keys;
    private final ArgonGate newcomers;
    private final ArgonGate known;
    private final Proofs proofs = new Proofs();
    private final WrongGuesses wrong = new WrongGuesses();

    /// Computations under way or waiting, as many as both gates have places.
    private final ConcurrentMap<ProofKey, CompletableFuture<Verdict>> running =
            new ConcurrentHashMap<>();

    private final AtomicLong forgotten = new AtomicLong();
    private final LongAdder remembered = new LongAdder();
    private final LongAdder computed = new LongAdder();
    private final LongAdder later = new LongAdder();

    /// One question, while it is answered.
    ///
    /// @param forgottenBefore how often rows were forgotten when it was asked
    private record Question(
            String row,
            SecretHash hash,
            Secret presented,
            ProofKey key,
            ArgonGate gate,
            long forgottenBefore) {}

    /// @param cores as many as this process may use
    public CredentialCheck(Clock clock, SecureRandom random, int cores) {
        this(
                clock,
                random,
                new ArgonGate(Math.max(1, cores / 2)),
                new ArgonGate(Math.max(1, cores / 4)));
    }

    CredentialCheck(Clock clock, SecureRandom random, ArgonGate newcomers, ArgonGate known) {
        this.clock = clock;
        keys = new ProofKeys(random);
        this.newcomers = newcomers;
        this.known = known;
    }

    /// Whether `presented` is the secret of the row whose hash this is.
    ///
    /// @param row names the row for as long as it is there; shown to nobody
    public Verdict check(String row, SecretHash hash, Secret presented)
            throws InterruptedException {
        if (presented.sizeBytes() > SecretHash.SECRET_BYTES_MAX) {
            return Verdict.WRONG;
        }
        ProofKey key = keys.of(row, hash, presented);
        long forgottenBefore = forgotten.get();
        long now = clock.monotonicNanos();
        Proofs.@Nullable Proof proof = proofs.find(row, key);
        if (proof == null) {
            if (wrong.has(key, now)) {
                remembered.increment();
                return Verdict.WRONG;
            }
            return compute(new Question(row, hash, presented, key, newcomers, forgottenBefore));
        }
        long age = proof.ageNanos(now);
        if (age > PROVED_NANOS + GRACE_NANOS) {
            return compute(new Question(row, hash, presented, key, known, forgottenBefore));
        }
        if (age > PROVED_NANOS && proof.beginRenewal()) {
            return renew(new Question(row, hash, presented, key, known, forgottenBefore), proof);
        }
        remembered.increment();
        return Verdict.RIGHT;
    }

    /// Empties what is known of a row, as when it was revoked or changed. What was asked before
    /// this and is still being computed is answered and not remembered.
    public void forget(String row) {
        forgotten.incrementAndGet();
        proofs.remove(row);
    }

    public Counts counts() {
        return new Counts(remembered.sum(), computed.sum(), later.sum());
    }

    /// Computes where that needs no waiting, and else stands by what was proved. A proof that was
    /// replaced is not renewed again by who still holds it.
    private Verdict renew(Question question, Proofs.Proof old) throws InterruptedException {
        boolean replaced = false;
        try {
            Optional<ArgonGate.Pass> pass = question.gate.enter(question.row, 0);
            if (pass.isEmpty()) {
                remembered.increment();
                return Verdict.RIGHT;
            }
            try (ArgonGate.Pass _ = pass.get()) {
                Verdict verdict = verify(question);
                replaced = true;
                return verdict;
            }
        } finally {
            if (!replaced) {
                old.endRenewal();
            }
        }
    }

    /// Computes, or waits for who computes the same.
    private Verdict compute(Question question) throws InterruptedException {
        CompletableFuture<Verdict> mine = new CompletableFuture<>();
        CompletableFuture<Verdict> other = running.putIfAbsent(question.key, mine);
        if (other != null) {
            Verdict verdict = await(other);
            (verdict == Verdict.LATER ? later : remembered).increment();
            return verdict;
        }
        Verdict verdict = Verdict.LATER;
        try {
            verdict = lead(question);
            return verdict;
        } finally {
            running.remove(question.key, mine);
            mine.complete(verdict);
        }
    }

    private Verdict lead(Question question) throws InterruptedException {
        Optional<Verdict> answered = answered(question);
        if (answered.isPresent()) {
            remembered.increment();
            return answered.get();
        }
        Optional<ArgonGate.Pass> pass = question.gate.enter(question.row, WAIT_NANOS);
        if (pass.isEmpty()) {
            later.increment();
            return Verdict.LATER;
        }
        try (ArgonGate.Pass _ = pass.get()) {
            return verify(question);
        }
    }

    /// What somebody else found between our look and our turn to compute.
    private Optional<Verdict> answered(Question question) {
        long now = clock.monotonicNanos();
        Proofs.@Nullable Proof proof = proofs.find(question.row, question.key);
        if (proof != null && proof.ageNanos(now) <= PROVED_NANOS) {
            return Optional.of(Verdict.RIGHT);
        }
        return wrong.has(question.key, now) ? Optional.of(Verdict.WRONG) : Optional.empty();
    }

    /// Computes, with a pass in hand, and remembers what came of it.
    private Verdict verify(Question question) {
        computed.increment();
        if (!question.hash.isOf(question.presented)) {
            wrong.add(question.key, clock.monotonicNanos());
            return Verdict.WRONG;
        }
        Proofs.Proof proof = proofs.add(question.row, question.key, clock.monotonicNanos());
        if (forgotten.get() != question.forgottenBefore) {
            proofs.remove(question.row, proof);
        }
        return Verdict.RIGHT;
    }

    private static Verdict await(CompletableFuture<Verdict> other) throws InterruptedException {
        try {
            return other.get(WAIT_NANOS, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Verdict.LATER;
        } catch (ExecutionException e) {
            throw new IllegalStateException("BUG: only verdicts are completed", e);
        }
    }
}
