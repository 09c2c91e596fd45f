package io.tributary.server.collect;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Labeled;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one target again and again, and records what it read.
///
/// Each round also says how it went, in the series that Prometheus adds to a scrape: `up`,
/// `scrape_duration_seconds`, `scrape_samples_scraped`, `scrape_samples_post_metric_relabeling`,
/// `scrape_series_added`.
///
/// *Invariant*: `shown` holds the series of which the last stored sample is no staleness marker, so
/// whatever is lost on the way, a series that is gone is marked by the next round that is stored.
final class Scraper {
    private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Labels target;
    private final Source source;
    private final Recorder recorder;
    private final Clock clock;
    private final ScrapeTimes times;
    private final Counter stored;
    private final Counter unavailable;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Set<Labels> shown = Set.of();
    private Set<Labels> scraped = Set.of();
    private boolean troubled;

    /// A scraper of one target.
    ///
    /// @param target the labels of all its series: `job`, `instance`
    /// @param rounds counted by job and outcome
    Scraper(
            Labels target,
            Source source,
            Recorder recorder,
            Clock clock,
            long intervalMillis,
            Labeled<Counter> rounds) {
        this.target = target;
        this.source = source;
        this.recorder = recorder;
        this.clock = clock;
        this.times = new ScrapeTimes(intervalMillis, clock.monotonicNanos());
        this.stored = rounds.of(target.value("job"), "stored");
        this.unavailable = rounds.of(target.value("job"), "unavailable");
    }

    /// Makes rounds until {@link #stop}, then ends all series.
    void run() {
        try {
            do {
                round();
            } while (!stopped.await(
                    times.nanosToNext(clock.monotonicNanos()), TimeUnit.NANOSECONDS));
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("nothing more is recorded target={}", target, e);
        }
    }

    /// The round that runs is the last. Safe from any thread.
    void stop() {
        stopped.countDown();
    }

    void round() {
        long startNanos = clock.monotonicNanos();
        long timeMillis = times.next(clock.wallMillis());
        Readings readings = new Readings(target);
        Readings report = new Readings(target);
        try {
            boolean up = read(readings);
            Map<Labels, Long> found = up ? readings.bitsBySeries() : Map.of();
            double seconds = (clock.monotonicNanos() - startNanos) / NANOS_PER_SECOND;
            long added =
                    found.keySet().stream().filter(series -> !scraped.contains(series)).count();
            report.add("up", up ? 1 : 0);
            report.add("scrape_duration_seconds", seconds);
            report.add("scrape_samples_scraped", found.size());
            report.add("scrape_samples_post_metric_relabeling", found.size());
            report.add("scrape_series_added", (double) added);
            if (write(timeMillis, found, report.bitsBySeries())) {
                scraped = Set.copyOf(found.keySet());
            }
        } catch (IOException e) {
            throw new IllegalStateException("BUG: five series are too many", e);
        }
    }

    /// Marks all series as ended.
    void end() {
        if (!shown.isEmpty()) {
            boolean _ = write(times.end(clock.wallMillis()), Map.of(), Map.of());
        }
    }

    private boolean read(Readings into) {
        try {
            source.read(into);
            return true;
        } catch (IOException e) {
            LOG.debug("cannot scrape target={}", target, e);
            return false;
        }
    }

    private boolean write(long timeMillis, Map<Labels, Long> found, Map<Labels, Long> report) {
        BatchBytes batch = new BatchBytes(timeMillis);
        Set<Labels> gone = new LinkedHashSet<>(shown);
        gone.removeAll(found.keySet());
        gone.removeAll(report.keySet());
        found.forEach(batch::add);
        report.forEach(batch::add);
        gone.forEach(series -> batch.add(series, SampleBits.STALE_NAN));
        if (!record(batch.batch())) {
            unavailable.increment();
            return false;
        }
        stored.increment();
        Set<Labels> now = new LinkedHashSet<>(found.keySet());
        now.addAll(report.keySet());
        shown = now;
        return true;
    }

    /// Whether it was stored. Tells the log once when it no longer is, and once when it is again.
    private boolean record(WriteBatch batch) {
        String trouble;
        try {
            trouble =
                    switch (recorder.record(batch)) {
                        case WriteResult.Accepted _ -> "";
                        case WriteResult.Busy(var reason, _) -> reason.word();
                        case WriteResult.TooLarge(var why) -> why;
                    };
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
        }
        if (!trouble.isEmpty() && !troubled) {
            LOG.warn("a round is lost target={} reason={}", target, trouble);
        }
        if (trouble.isEmpty() && troubled) {
            LOG.info("rounds are stored again target={}", target);
        }
        troubled = !trouble.isEmpty();
        return !troubled;
    }
}
