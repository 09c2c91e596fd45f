package io.tributary.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Something that is done again and again beside a test, until it is closed.
final class Load implements AutoCloseable {
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Thread thread;
    private volatile boolean over;

    /// What is done; throws where it fails.
    @FunctionalInterface
    interface Work {
        void once() throws Exception;
    }

    private Load(Work work) {
        thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (!over) {
                                    work.once();
                                    count.incrementAndGet();
                                }
                            } catch (Exception | AssertionError e) {
                                failures.add(e);
                            }
                        });
    }

    static Load of(Work work) {
        return new Load(work);
    }

    /// Ends it, and makes sure that it was done and never failed.
    void end() {
        close();
        assertThat(failures).isEmpty();
        assertThat(count.get()).isPositive();
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a load ended", e);
        }
    }
}
