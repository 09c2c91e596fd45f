package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Tenant;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteResult;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A machine that stops while a store is opened.
class StartCrashTest {
    private static final long NOW = HeadFixture.NOW;
    private static final int SERIES = 6;
    private static final int SAMPLES = 600;

    private int lost;
    private int kept;

    /// After a failed sync the page cache shows a frame that the disk may not have. A start replays
    /// it, and what it fills of chunks must not be durable before the frame is.
    @Test
    void lastFrame_thatTheDiskMayNotHave_isFoundWholeOrNotAtAll() {
        SeededCases.run(
                150,
                random -> {
                    try (HeadFixture fixture = new HeadFixture(random.seed())) {
                        run(random, fixture);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        assertThat(lost).isPositive();
        assertThat(kept).isPositive();
    }

    private void run(SeededCases.Random random, HeadFixture fixture) throws IOException {
        Tenant tenant = fixture.tenant("a");
        Route route = Writes.route(1, tenant);
        List<Write> first = new ArrayList<>();
        List<Write> second = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
            String labels = "__name__=m,i=" + series;
            first.add(new Write(labels, NOW - SAMPLES, 1));
            for (int i = 1; i < SAMPLES; i++) {
                second.add(
                        new Write(
                                labels,
                                NOW - SAMPLES + i,
                                Double.longBitsToDouble(random.nextLong() >>> 2)));
            }
        }
        fixture.write(route, first);
        fixture.disk().failSync(1);
        boolean taken =
                fixture.head().append(route, Writes.batch(second)) instanceof WriteResult.Accepted;
        fixture.crashDuringStart(random.between(1, 24));
        List<Integer> sizes = new ArrayList<>();
        fixture.contents(fixture.tenant("a")).values().forEach(found -> sizes.add(found.size()));
        assertThat(sizes).hasSize(SERIES);
        boolean any = sizes.stream().anyMatch(size -> size > 1);
        assertThat(sizes).containsOnly(any ? SAMPLES : 1);
        kept += any ? 1 : 0;
        lost += taken && !any ? 1 : 0;
    }
}
