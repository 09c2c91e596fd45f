package io.tributary.tsdb.serieslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.SeededCases;
import io.tributary.testkit.SeededCases.Random;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Crashes before any change of the disk, rewrites included.
class SeriesLogCrashTest {
    private static final int LIVES = 6;
    private static final int BYTES = 150;

    /// What may and must be found.
    private static final class Model {
        /// Added, in this order, and found after the last crash or added since.
        final List<Long> held = new ArrayList<>();

        /// Of those, what a rewrite since was not given: may be gone.
        final Set<Long> dropped = new HashSet<>();

        /// Of those, what must be found.
        final Set<Long> durable = new HashSet<>();

        long next = 1;

        void flushed() {
            durable.addAll(held);
            durable.removeAll(dropped);
        }
    }

    @Test
    void open_afterCrashesBeforeAnyChange_findsAllThatWasFlushed() {
        SeededCases.run(
                250,
                random -> {
                    try (SeriesLogFixture fixture = new SeriesLogFixture(random.seed())) {
                        Model model = new Model();
                        for (int life = 0; life < LIVES; life++) {
                            live(random, fixture, model);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static void live(Random random, SeriesLogFixture fixture, Model model)
            throws IOException {
        fixture.disk().stopBefore(random.between(1, 60));
        try {
            for (int i = 0; i < 40; i++) {
                step(random, fixture, model);
            }
        } catch (IOException e) {
            // The machine has stopped: what follows is what it finds.
        }
        fixture.crash();
        check(fixture, model);
    }

    private static void step(Random random, SeriesLogFixture fixture, Model model)
            throws IOException {
        int added = random.between(0, 12);
        for (int i = 0; i < added; i++) {
            model.held.add(model.next);
            fixture.add(model.next++, BYTES, 1);
        }
        if (random.oneIn(3)) {
            fixture.log().flush();
            model.flushed();
        }
        if (random.oneIn(8)) {
            rewrite(random, fixture, model);
        }
    }

    /// Drops every third record, from the moment on at which it may be dropped.
    private static void rewrite(Random random, SeriesLogFixture fixture, Model model)
            throws IOException {
        long third = random.between(0, 2);
        List<Long> live = model.held.stream().filter(number -> number % 3 != third).toList();
        model.held.stream().filter(number -> number % 3 == third).forEach(model.dropped::add);
        model.durable.removeAll(model.dropped);
        fixture.log().rewrite(SeriesLogFixture.live(live, BYTES));
        model.dropped.removeAll(live);
        model.durable.addAll(live);
    }

    private static void check(SeriesLogFixture fixture, Model model) throws IOException {
        assertThat(fixture.log().report().damages()).isEmpty();
        Set<Long> found = new HashSet<>(fixture.found());
        assertThat(found).containsAll(model.durable);
        assertThat(model.held).containsAll(found);
        assertThat(fixture.disk().list(SeriesLogFixture.DIRECTORY)).hasSize(1);
        model.held.retainAll(found);
        model.dropped.clear();
        model.durable.addAll(found);
    }
}
