package io.tributary.server.collect;

import io.tributary.model.Labels;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.runtime.host.FileSystems;
import io.tributary.runtime.host.ProcFiles;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Labeled;
import io.tributary.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Records this process and this host, from its start until it is closed.
///
/// The process is `job="tributary"`, its `instance` the address it listens on, as a Prometheus that
/// scraped it would have it. The host is `job="node"`, its `instance` the host's name: nothing
/// listens on a port here, so none is said.
public final class Collector implements AutoCloseable {
    private static final Setting<Duration> INTERVAL =
            Setting.duration(
                    "up.scrapeInterval",
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    "How often tributary up records itself and this host");

    /// The keys it reads.
    public static final Settings SETTINGS = Settings.of(INTERVAL);

    /// After which {@link #close} is given up: a mount that hangs holds a round for some seconds.
    public static final Duration CLOSE_WITHIN = Duration.ofSeconds(15);

    private final List<Scraper> scrapers;
    private final List<Thread> threads = new ArrayList<>();
    private final Duration interval;
    private final String host;

    private Collector(List<Scraper> scrapers, Duration interval, String host) {
        this.scrapers = scrapers;
        this.interval = interval;
        this.host = host;
    }

    /// Begins at once, with a first round.
    ///
    /// @param address where the process listens, as text
    public static Collector start(
            Config config, Metrics metrics, Recorder recorder, Clock clock, String address) {
        ProcFiles proc = ProcFiles.ofThisMachine();
        Duration interval = config.value(INTERVAL);
        long millis = interval.toMillis();
        Labeled<Counter> rounds =
                metrics.counters(
                        "tributary_collect_rounds_total",
                        "Rounds of the built-in collector; outcome unavailable: lost, nothing was stored",
                        "target",
                        "outcome");
        String host = SystemName.host(proc);
        Scraper own =
                new Scraper(
                        target("tributary", address),
                        new OwnSource(metrics),
                        recorder,
                        clock,
                        millis,
                        rounds);
        Scraper node =
                new Scraper(
                        target("node", host),
                        new NodeSource(proc, FileSystems.ofThisMachine(), clock),
                        recorder,
                        clock,
                        millis,
                        rounds);
        Collector collector = new Collector(List.of(own, node), interval, host);
        collector.start();
        return collector;
    }

    public Duration interval() {
        return interval;
    }

    /// The `instance` of the host's series.
    public String host() {
        return host;
    }

    /// Ends all series with staleness markers. Returns when they are stored, or could not be; at
    /// once if interrupted.
    @Override
    public void close() {
        scrapers.forEach(Scraper::stop);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start() {
        for (Scraper scraper : scrapers) {
            threads.add(Thread.ofVirtual().name("collect").start(scraper::run));
        }
    }

    private static Labels target(String job, String instance) {
        return Labels.of("job", job, "instance", instance);
    }
}
