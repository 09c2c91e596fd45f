package io.tributary.bench;

import io.tributary.gateway.identity.Authorizer;
import io.tributary.gateway.identity.Caller;
import io.tributary.gateway.identity.IdentityException;
import io.tributary.gateway.identity.TenantHeaders;
import io.tributary.gateway.labels.LabelAdmission;
import io.tributary.gateway.registry.PolicySettings;
import io.tributary.gateway.registry.Registry;
import io.tributary.model.flow.Dialect;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.tsdb.head.Head;
import io.tributary.tsdb.head.HeadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A head as documented, in a directory of its own on this machine's disk, with one tenant that
/// writes and reads. The directory goes when it is closed.
public final class BenchHead implements AutoCloseable {
    private static final Config CONFIG = Config.defaults(Authorizer.OF_TENANTS);
    private static final long FUTURE_MILLIS = 600_000;
    private static final TenantHeaders NOBODY =
            new TenantHeaders(Optional.empty(), Optional.empty());

    private final Path directory;
    private final Head head;
    private final Authorizer authorizer;
    private final Route route;
    private long lateCount;

    private BenchHead(Path directory) throws IOException, IdentityException {
        this.directory = directory;
        head =
                Head.open(
                        LocalDisk.open(directory),
                        new SystemClock(),
                        HeadSettings.defaults(),
                        new LabelAdmission((of, stamp, given) -> {}),
                        failure -> {
                            throw new IllegalStateException("the disk failed", failure);
                        });
        PolicySettings settings =
                new PolicySettings(CONFIG, Authorizer.OF_TENANTS, Authorizer.OF_CLUSTERS);
        Registry registry = Registry.empty(settings, new SystemClock());
        authorizer = new Authorizer(head.tenants(), registry, CONFIG, FUTURE_MILLIS);
        route = authorizer.writer(Caller.OPEN, NOBODY, Dialect.REMOTE_WRITE_1);
    }

    /// Opens one. What goes wrong is unchecked, so that a benchmark's fields can hold it.
    public static BenchHead open() {
        try {
            return new BenchHead(Files.createTempDirectory("tributary-bench"));
        } catch (IOException | IdentityException e) {
            throw new IllegalStateException("cannot open a head: " + e.getMessage(), e);
        }
    }

    public Head head() {
        return head;
    }

    /// What the tenant sees.
    public ReadScope scope() {
        try {
            return authorizer.reader(Caller.OPEN, NOBODY);
        } catch (IdentityException e) {
            throw new IllegalStateException("BUG: nobody names no tenant", e);
        }
    }

    /// Appends a batch, all of whose samples must be taken.
    ///
    /// @return the position to wait for
    public long append(WriteBatch batch) {
        WriteResult result = head.append(route, batch);
        if (result instanceof WriteResult.Accepted accepted && accepted.refused().isEmpty()) {
            lateCount += accepted.samplesLate();
            return accepted.position();
        }
        throw new IllegalStateException("not stored: " + result);
    }

    /// How many of the samples appended were late, so that a benchmark can make sure what it
    /// measures.
    public long lateCount() {
        return lateCount;
    }

    /// Appends the series `0 .. seriesCount - 1` at `steps` moments, the last of them at
    /// `endMillis`, and waits until they are durable.
    public void fill(int seriesCount, int steps, long endMillis) {
        for (int from = 0; from < seriesCount; from += 2 * Scrape.HOST_SERIES) {
            fill(
                    new Scrape(from, Math.min(2 * Scrape.HOST_SERIES, seriesCount - from)),
                    steps,
                    endMillis);
        }
    }

    /// Appends the series of a scrape, likewise.
    public void fill(Scrape scrape, int steps, long endMillis) {
        long position = 0;
        for (int step = 0; step < steps; step++) {
            scrape.set(step, endMillis - (steps - 1 - step) * Scrape.STEP_MILLIS);
            position = append(scrape.batch());
        }
        head.awaitDurable(position);
    }

    @Override
    public void close() throws IOException {
        head.close();
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
