package io.tributary.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.admin.RegistryAdmin.Answer;
import io.tributary.gateway.admin.RegistryAdmin.Shown;
import io.tributary.gateway.registry.ChangeProposal.Outcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Many changes: at once, and one after the other.
class ManyChangesTest extends AdminFixture {
    /// Ten times what it takes.
    private static final long CPU_MILLIS_MAX = 120_000;

    @Test
    void manyAtOnce_createAndCount_loseNothing() throws Exception {
        int threads = 8;
        int each = 40;
        done(put(SITE, tenant("count"), "displayName: '0'"));
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                running.add(
                        pool.submit(() -> {
                            for (int i = 0; i < each; i++) {
                                done(put(SITE, tenant("t-" + thread + "-" + i), ""));
                                countUp();
                            }
                            return thread;
                        }));
            }
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        reopen();
        assertThat(registry.current().tenants()).hasSize(threads * each + 1);
        assertThat(registry.current().tenant("count").orElseThrow().displayName())
                .isEqualTo(Integer.toString(threads * each));
        assertThat(registry.version()).isEqualTo(2L * threads * each + 1);
    }

    private void countUp() throws IOException {
        while (true) {
            Shown now = shown(SITE, tenant("count"));
            int count = Integer.parseInt(now.json().replaceAll("\\D", ""));
            Answer answer =
                    put(
                            SITE,
                            tenant("count"),
                            "displayName: '%d'".formatted(count + 1),
                            new Precondition.Version(now.version()));
            if (answer.outcome() instanceof Outcome.Done) {
                return;
            }
            assertThat(answer.outcome()).isInstanceOf(Outcome.Stale.class);
        }
    }

    @Test
    void tenThousandTenants_oneByOne_takeSeconds() throws Exception {
        int count = 10_000;
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long began = System.nanoTime();
        long cpuBegan = thread.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            done(put(SITE, tenant("tenant-" + i), "displayName: Tenant number " + i));
        }
        long made = System.nanoTime();
        long cpuMillis = TimeUnit.NANOSECONDS.toMillis(thread.getCurrentThreadCpuTime() - cpuBegan);
        reopen();
        long opened = System.nanoTime();
        assertThat(registry.current().tenants()).hasSize(count);
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "10,000 tenants one by one: %d ms, %d of them of the CPU, opened again in %d ms, heap in use %d MiB%n",
                TimeUnit.NANOSECONDS.toMillis(made - began),
                cpuMillis,
                TimeUnit.NANOSECONDS.toMillis(opened - made),
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        assertThat(cpuMillis).isLessThan(CPU_MILLIS_MAX);
    }
}
