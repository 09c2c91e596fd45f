package io.tributary.server.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.Unavailable;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.runtime.metrics.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScraperTest {
    private static final long START_MILLIS = 1_700_000_000_000L;
    private static final Labels TARGET = Labels.of("job", "node", "instance", "vm");

    private final SimulatedClock clock = new SimulatedClock(START_MILLIS);
    private final RecordedRounds recorded = new RecordedRounds();
    private final Metrics metrics = new Metrics();
    private final Labeled<Counter> rounds =
            metrics.counters("tributary_collect_rounds_total", "Rounds", "target", "outcome");
    private List<String> names = List.of("a", "b");
    private boolean failing;
    private final Scraper scraper =
            new Scraper(TARGET, this::read, recorded, clock, 15_000, rounds);

    @Test
    void round_source_isRecordedWithWhatPrometheusAdds() {
        scraper.round();

        assertThat(recorded.last())
                .containsEntry(series("a"), bits(7))
                .containsEntry(series("b"), bits(7))
                .containsEntry(series("up"), bits(1))
                .containsEntry(series("scrape_duration_seconds"), bits(0))
                .containsEntry(series("scrape_samples_scraped"), bits(2))
                .containsEntry(series("scrape_samples_post_metric_relabeling"), bits(2))
                .containsEntry(series("scrape_series_added"), bits(2))
                .hasSize(7);
        assertThat(recorded.lastMillis()).isEqualTo(START_MILLIS);
    }

    @Test
    void round_seriesGone_isMarkedStaleOnce() {
        scraper.round();
        names = List.of("b", "c");
        next();

        assertThat(recorded.last())
                .containsEntry(series("a"), SampleBits.STALE_NAN)
                .containsEntry(series("b"), bits(7))
                .containsEntry(series("scrape_series_added"), bits(1))
                .hasSize(8);

        next();
        assertThat(recorded.last()).doesNotContainKey(series("a")).hasSize(7);
    }

    @Test
    void round_sourceFails_isDownAndItsSeriesStale() {
        scraper.round();
        failing = true;
        next();

        assertThat(recorded.last())
                .containsEntry(series("up"), bits(0))
                .containsEntry(series("scrape_samples_scraped"), bits(0))
                .containsEntry(series("a"), SampleBits.STALE_NAN)
                .containsEntry(series("b"), SampleBits.STALE_NAN);
    }

    @Test
    void round_storeBusy_isLostCountedAndMadeUpForByTheNext() {
        scraper.round();
        recorded.turnAway(Unavailable.WAL_FULL);
        names = List.of("b");
        next();
        recorded.takeAgain();
        next();

        assertThat(recorded.last())
                .containsEntry(series("a"), SampleBits.STALE_NAN)
                .containsEntry(series("b"), bits(7));
        assertThat(new String(metrics.scrape("").body(), StandardCharsets.UTF_8))
                .contains("{outcome=\"unavailable\",target=\"node\"} 1.0")
                .contains("{outcome=\"stored\",target=\"node\"} 2.0");
    }

    @Test
    void end_afterRounds_marksEverySeries() {
        scraper.round();
        clock.advance(3_000);
        scraper.end();

        assertThat(recorded.last()).hasSize(7);
        assertThat(recorded.last().values()).containsOnly(SampleBits.STALE_NAN);
        assertThat(recorded.lastMillis()).isEqualTo(START_MILLIS + 3_000);
    }

    @Test
    void run_stopped_makesOneRoundAndEnds() {
        scraper.stop();
        scraper.run();

        assertThat(recorded.count()).isEqualTo(2);
        assertThat(recorded.last().values()).containsOnly(SampleBits.STALE_NAN);
    }

    private void next() {
        clock.advance(15_000);
        scraper.round();
    }

    private void read(Readings into) throws IOException {
        for (String name : names) {
            into.add(name, 7);
        }
        if (failing) {
            throw new IOException("no figures");
        }
    }

    private static Labels series(String name) {
        return TARGET.toBuilder().set("__name__", name).build();
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
