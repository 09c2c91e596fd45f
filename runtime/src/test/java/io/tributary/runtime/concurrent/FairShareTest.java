package io.tributary.runtime.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Shares under load, in simulated time: sections come at random, and cost what is known only when
/// they are over.
class FairShareTest {
    private static final int PERMITS = 2;
    private static final long QUANTUM = 20;
    private static final int COST_MAX = 40;

    private Random random = new Random();

    @BeforeEach
    void seed() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        random = new Random(seed);
    }

    private record Job(String group, String member, long arrival, int cost) {}

    private record Running(Job job, long paid, long end) {}

    /// What became of the jobs of some senders.
    private static final class Run {
        private final Map<String, Long> served = new HashMap<>();
        private final Map<String, List<Long>> waits = new HashMap<>();

        long served(String who) {
            return served.getOrDefault(who, 0L);
        }

        double meanWait(String who) {
            return waits.getOrDefault(who, List.of()).stream()
                    .mapToLong(Long::longValue)
                    .average()
                    .orElseThrow();
        }

        /// That of one in a hundred.
        long longWait(String who) {
            List<Long> sorted = waits.getOrDefault(who, List.of()).stream().sorted().toList();
            return sorted.get(sorted.size() * 99 / 100);
        }
    }

    @Test
    void share_oneGroupAtTenTimesTheLoad_costsTheOtherNothing() {
        List<Job> light = jobs("light", "x", 0.3, 100_000);
        Run alone = run(light, 100_000);

        List<Job> both = new ArrayList<>(light);
        both.addAll(jobs("heavy", "x", 10, 100_000));
        Run crowded = run(both, 100_000);

        // All of it was served, as if the other were not there ...
        assertThat(crowded.served("light/x"))
                .isBetween(alone.served("light/x") - 10 * COST_MAX, alone.served("light/x") + 10);
        // ... but for sections that run already, and a round.
        assertThat(crowded.meanWait("light/x") - alone.meanWait("light/x"))
                .isLessThan(COST_MAX + QUANTUM);
        assertThat(crowded.longWait("light/x") - alone.longWait("light/x"))
                .isLessThan(4 * (COST_MAX + QUANTUM));
        // What was left is not wasted.
        assertThat(crowded.served("heavy/x") + crowded.served("light/x"))
                .isGreaterThan((long) (0.99 * PERMITS * 100_000));
    }

    @Test
    void share_groupsThatAllWantMore_getTheSame() {
        List<Job> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.addAll(jobs("g" + i, "x", 1 + 2 * i, 100_000));
        }
        Run run = run(all, 100_000);

        long fair = PERMITS * 100_000 / 5;
        for (int i = 0; i < 5; i++) {
            assertThat(run.served("g" + i + "/x")).as("g" + i).isBetween(fair - 600, fair + 600);
        }
    }

    @Test
    void share_membersOfAGroup_shareItsPartAndNotMore() {
        List<Job> all = new ArrayList<>(jobs("many", "light", 0.03, 100_000));
        for (int i = 0; i < 8; i++) {
            all.addAll(jobs("many", "m" + i, 3, 100_000));
        }
        all.addAll(jobs("few", "x", 3, 100_000));
        Run run = run(all, 100_000);

        assertThat(run.served("few/x")).isBetween(99_000L, 101_000L);
        long light = run.served("many/light");
        long fair = (100_000 - light) / 8;
        for (int i = 0; i < 8; i++) {
            assertThat(run.served("many/m" + i)).as("m" + i).isBetween(fair - 900, fair + 900);
        }
        // A ninth of what the group has is more than the light one wants: it waits for rounds only.
        assertThat(run.meanWait("many/light")).isLessThan(9 * (COST_MAX + QUANTUM));
    }

    @Test
    void share_nobodyWaits_forgivesDebts() {
        FairShare<String, Job> share = new FairShare<>(QUANTUM);
        Job huge = new Job("a", "x", 0, 1_000_000);
        FairShare.Group<String, Job> a = share.group("a");
        share.add(a, a.member("x"), huge);
        assertThat(share.next(job -> true)).contains(huge);
        long paid = share.begin(a, a.member("x"));
        share.end(a, a.member("x"), paid, huge.cost());
        share.forgiveDebts();

        FairShare.Group<String, Job> again = share.group("a");
        FairShare.Group<String, Job> b = share.group("b");
        List<Job> order = new ArrayList<>();
        for (FairShare.Group<String, Job> group : List.of(again, b)) {
            Job job = new Job(group == b ? "b" : "a", "x", 0, 1);
            share.add(group, group.member("x"), job);
        }
        while (share.waitingCount() > 0) {
            order.add(share.next(job -> true).orElseThrow());
        }
        assertThat(order).extracting(Job::group).containsExactly("a", "b");
    }

    @Test
    void share_groupThatMayNotRun_isPassedOverAndSavesNothing() {
        FairShare<String, Job> share = new FairShare<>(QUANTUM);
        FairShare.Group<String, Job> a = share.group("a");
        FairShare.Group<String, Job> b = share.group("b");
        for (int i = 0; i < 20; i++) {
            share.add(a, a.member("x"), new Job("a", "x", i, 1));
            share.add(b, b.member("x"), new Job("b", "x", i, 10));
        }
        for (int i = 0; i < 10; i++) {
            Job next = share.next(job -> job.group().equals("b")).orElseThrow();
            assertThat(next.group()).isEqualTo("b");
            share.end(b, b.member("x"), share.begin(b, b.member("x")), 10);
        }
        assertThat(share.next(job -> false)).isEmpty();

        int ofA = 0;
        for (int i = 0; i < 10; i++) {
            Job next = share.next(job -> true).orElseThrow();
            FairShare.Group<String, Job> group = share.group(next.group());
            share.end(group, group.member("x"), share.begin(group, group.member("x")), 10);
            ofA += next.group().equals("a") ? 1 : 0;
        }
        assertThat(ofA).isBetween(4, 6);
    }

    /// Jobs of random cost that together want `load` of all there is.
    private List<Job> jobs(String group, String member, double load, long until) {
        List<Job> jobs = new ArrayList<>();
        double between = (COST_MAX + 1) / 2.0 / (load * PERMITS);
        for (double time = 0; time < until; time += -Math.log(1 - random.nextDouble()) * between) {
            jobs.add(new Job(group, member, (long) time, 1 + random.nextInt(COST_MAX)));
        }
        return jobs;
    }

    private static Run run(List<Job> jobs, long until) {
        List<Job> arriving = new ArrayList<>(jobs);
        arriving.sort(Comparator.comparingLong(Job::arrival));
        FairShare<String, Job> share = new FairShare<>(QUANTUM);
        PriorityQueue<Running> running =
                new PriorityQueue<>(Comparator.comparingLong(Running::end));
        Run run = new Run();
        int next = 0;
        for (long now = 0; now < until; ) {
            while (!running.isEmpty() && running.peek().end() <= now) {
                Running over = running.remove();
                FairShare.Group<String, Job> group = share.group(over.job().group());
                share.end(group, group.member(over.job().member()), over.paid(), over.job().cost());
                run.served.merge(name(over.job()), (long) over.job().cost(), Long::sum);
            }
            while (next < arriving.size() && arriving.get(next).arrival() <= now) {
                Job job = arriving.get(next++);
                FairShare.Group<String, Job> group = share.group(job.group());
                share.add(group, group.member(job.member()), job);
            }
            while (running.size() < PERMITS) {
                Optional<Job> turn = share.next(job -> true);
                if (turn.isEmpty()) {
                    break;
                }
                Job job = turn.get();
                FairShare.Group<String, Job> group = share.group(job.group());
                long paid = share.begin(group, group.member(job.member()));
                running.add(new Running(job, paid, now + job.cost()));
                run.waits
                        .computeIfAbsent(name(job), absent -> new ArrayList<>())
                        .add(now - job.arrival());
            }
            if (share.waitingCount() == 0) {
                share.forgiveDebts();
            }
            long arrival = next < arriving.size() ? arriving.get(next).arrival() : until;
            long end = running.isEmpty() ? until : running.peek().end();
            now = Math.max(now + 1, Math.min(arrival, end));
        }
        return run;
    }

    private static String name(Job job) {
        return job.group() + "/" + job.member();
    }
}
