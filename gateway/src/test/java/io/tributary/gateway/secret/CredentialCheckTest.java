package io.tributary.gateway.secret;

import static io.tributary.gateway.secret.CredentialCheck.Verdict.LATER;
import static io.tributary.gateway.secret.CredentialCheck.Verdict.RIGHT;
import static io.tributary.gateway.secret.CredentialCheck.Verdict.WRONG;
import static io.tributary.gateway.secret.Secrets.hashOf;
import static io.tributary.gateway.secret.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.secret.CredentialCheck.Verdict;
import io.tributary.runtime.clock.SimulatedClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CredentialCheckTest {
    private static final String ROW = "row-1";
    private static final Secret OURS = secret("correct horse battery");
    private static final Secret GUESS = secret("incorrect horse");
    private static final SecretHash HASH = hashOf("correct horse battery");

    private final SimulatedClock clock = new SimulatedClock(0);
    private final ArgonGate newcomers = new ArgonGate(1);
    private final ArgonGate known = new ArgonGate(1);
    private final CredentialCheck check =
            new CredentialCheck(clock, Secrets.RANDOM, newcomers, known);

    @Test
    void right_withinAMinute_isComputedOnce() throws Exception {
        for (int i = 0; i <= 600; i++) {
            assertThat(check.check(ROW, HASH, OURS)).isEqualTo(RIGHT);
            clock.advance(i < 600 ? 100 : 0);
        }

        assertThat(check.counts()).isEqualTo(new CredentialCheck.Counts(600, 1, 0));
    }

    @Test
    void right_afterAMinute_isComputedOnceMoreByWhoeverIsManyAtOnce() throws Exception {
        check.check(ROW, HASH, OURS);
        clock.advance(60_001);

        List<Verdict> verdicts = Crowd.ask(500, i -> () -> check.check(ROW, HASH, OURS));

        assertThat(verdicts).containsOnly(RIGHT);
        assertThat(check.counts()).isEqualTo(new CredentialCheck.Counts(499, 2, 0));
        clock.advance(60_000);
        assertThat(check.check(ROW, HASH, OURS)).isEqualTo(RIGHT);
        assertThat(computed()).isEqualTo(2);
    }

    @Test
    void right_inItsGraceWithNoPermitFree_isRightWithoutWaiting() throws Exception {
        check.check(ROW, HASH, OURS);
        clock.advance(120_000);
        try (ArgonGate.Pass _ = known.enter("another", 0).orElseThrow()) {
            assertThat(check.check(ROW, HASH, OURS)).isEqualTo(RIGHT);
            assertThat(computed()).isEqualTo(1);
        }

        // Who could not renew it does not keep others from it.
        assertThat(check.check(ROW, HASH, OURS)).isEqualTo(RIGHT);
        assertThat(computed()).isEqualTo(2);
    }

    /// Guesses cannot stand in the way of who comes back: they wait for other permits.
    @Test
    void right_afterItsGraceWhileOthersGuess_isComputed() throws Exception {
        check.check(ROW, HASH, OURS);
        clock.advance(120_001);

        try (ArgonGate.Pass _ = newcomers.enter(ROW, 0).orElseThrow()) {
            assertThat(check.check(ROW, HASH, OURS)).isEqualTo(RIGHT);
        }
        assertThat(computed()).isEqualTo(2);
    }

    @Test
    void right_afterItsGrace_isComputedOnceForAll() throws Exception {
        check.check(ROW, HASH, OURS);
        clock.advance(120_001);

        assertThat(Crowd.ask(100, i -> () -> check.check(ROW, HASH, OURS))).containsOnly(RIGHT);
        assertThat(computed()).isEqualTo(2);
    }

    @Test
    void right_forTheFirstTimeAndManyAtOnce_isComputedOnce() throws Exception {
        assertThat(Crowd.ask(500, i -> () -> check.check(ROW, HASH, OURS))).containsOnly(RIGHT);

        assertThat(check.counts()).isEqualTo(new CredentialCheck.Counts(499, 1, 0));
    }

    @Test
    void wrong_sameGuess_isComputedOnceInTenSeconds() throws Exception {
        for (int i = 0; i <= 100; i++) {
            assertThat(check.check(ROW, HASH, GUESS)).isEqualTo(WRONG);
            clock.advance(i < 100 ? 100 : 1);
        }
        assertThat(computed()).isEqualTo(1);

        assertThat(check.check(ROW, HASH, GUESS)).isEqualTo(WRONG);
        assertThat(computed()).isEqualTo(2);
    }

    @Test
    void wrong_longerThanIsHashed_isNotComputed() throws Exception {
        assertThat(check.check(ROW, HASH, secret("x".repeat(1_025)))).isEqualTo(WRONG);

        assertThat(check.counts()).isEqualTo(new CredentialCheck.Counts(0, 0, 0));
    }

    @Test
    void hash_changed_countsAtOnce() throws Exception {
        SecretHash next = hashOf("next secret of this row");
        assertThat(check.check(ROW, HASH, OURS)).isEqualTo(RIGHT);
        assertThat(check.check(ROW, HASH, GUESS)).isEqualTo(WRONG);

        assertThat(check.check(ROW, next, OURS)).isEqualTo(WRONG);
        assertThat(check.check(ROW, hashOf("incorrect horse"), GUESS)).isEqualTo(RIGHT);
    }

    /// What is right for a row says nothing of another, even with the same hash.
    @Test
    void row_another_isAnotherQuestion() throws Exception {
        check.check(ROW, HASH, OURS);

        assertThat(check.check("row-2", HASH, OURS)).isEqualTo(RIGHT);
        assertThat(computed()).isEqualTo(2);
    }

    @Test
    void forget_row_isComputedAnewAndOthersAreNot() throws Exception {
        check.check(ROW, HASH, OURS);
        check.check("row-2", HASH, OURS);

        check.forget(ROW);

        check.check("row-2", HASH, OURS);
        assertThat(computed()).isEqualTo(2);
        check.check(ROW, HASH, OURS);
        assertThat(computed()).isEqualTo(3);
    }

    @Test
    void forget_whileItIsComputed_isNotRemembered() throws Exception {
        CompletableFuture<Verdict> asked;
        try (ArgonGate.Pass _ = newcomers.enter("another", 0).orElseThrow()) {
            asked = inBackground(() -> check.check(ROW, HASH, OURS));
            awaitPlaces(2);
            check.forget(ROW);
        }
        assertThat(asked.get()).isEqualTo(RIGHT);

        check.check(ROW, HASH, OURS);

        assertThat(computed()).isEqualTo(2);
    }

    @Test
    void flood_guessesAtARow_areToldToComeBackAndHarmNobodyElse() throws Exception {
        check.check(ROW, HASH, OURS);

        List<Verdict> verdicts =
                Crowd.ask(
                        400,
                        i ->
                                switch (i % 4) {
                                    case 0 -> () -> check.check(ROW, HASH, OURS);
                                    case 1 -> () -> check.check("new-" + i, HASH, OURS);
                                    default -> () -> check.check(ROW, HASH, secret("guess " + i));
                                });

        for (int i = 0; i < 400; i += 4) {
            assertThat(verdicts.get(i)).isEqualTo(RIGHT);
        }
        // Newcomers compute only where there is room, but are never told that they are wrong.
        List<Verdict> newcomers = everyFourth(verdicts, 1);
        assertThat(newcomers).doesNotContain(WRONG).contains(RIGHT);
        List<Verdict> guesses = verdicts.stream().filter(v -> v == WRONG).toList();
        assertThat(everyFourth(verdicts, 2)).doesNotContain(RIGHT).contains(LATER);
        assertThat(everyFourth(verdicts, 3)).doesNotContain(RIGHT).contains(LATER);
        assertThat(computed())
                .isEqualTo(1 + guesses.size() + newcomers.stream().filter(v -> v == RIGHT).count());
        assertThat(check.counts().later())
                .isEqualTo(verdicts.stream().filter(v -> v == LATER).count());
    }

    @Test
    void flood_guessesBeyondTwoOfARow_doNotWait() throws Exception {
        List<CompletableFuture<Verdict>> guesses = new ArrayList<>();
        try (ArgonGate.Pass _ = newcomers.enter("another", 0).orElseThrow()) {
            guesses.add(inBackground(() -> check.check(ROW, HASH, secret("guess 1"))));
            guesses.add(inBackground(() -> check.check(ROW, HASH, secret("guess 2"))));
            awaitPlaces(3);

            assertThat(check.check(ROW, HASH, secret("guess 3"))).isEqualTo(LATER);
            assertThat(computed()).isZero();
        }
        for (CompletableFuture<Verdict> guess : guesses) {
            assertThat(guess.get()).isEqualTo(WRONG);
        }
        assertThat(check.counts()).isEqualTo(new CredentialCheck.Counts(0, 2, 1));
    }

    @Test
    void noPermit_withinTheWait_isLaterAndNeverWrong() throws Exception {
        try (ArgonGate.Pass _ = newcomers.enter("another", 0).orElseThrow()) {
            assertThat(Crowd.ask(5, i -> () -> check.check(ROW, HASH, OURS))).containsOnly(LATER);
        }
        assertThat(check.counts()).isEqualTo(new CredentialCheck.Counts(0, 0, 5));
        assertThat(newcomers.placeCount()).isZero();

        assertThat(check.check(ROW, HASH, OURS)).isEqualTo(RIGHT);
    }

    private static List<Verdict> everyFourth(List<Verdict> verdicts, int from) {
        return IntStream.range(0, verdicts.size())
                .filter(i -> i % 4 == from)
                .mapToObj(verdicts::get)
                .toList();
    }

    private long computed() {
        return check.counts().computed();
    }

    private interface Asked {
        Verdict ask() throws InterruptedException;
    }

    private static CompletableFuture<Verdict> inBackground(Asked asked) {
        CompletableFuture<Verdict> answer = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        answer.complete(asked.ask());
                    } catch (InterruptedException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    private void awaitPlaces(int count) {
        while (newcomers.placeCount() < count) {
            Thread.onSpinWait();
        }
    }
}
