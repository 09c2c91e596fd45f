package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.SampleColumn;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.model.flow.WriteResult;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.disk.SimulatedDisk;
import io.tributary.tsdb.append.WriteSettings;
import io.tributary.tsdb.chunks.ChunkSettings;
import io.tributary.tsdb.lanes.Lanes;
import io.tributary.tsdb.rules.Rules;
import io.tributary.tsdb.series.SeriesDirectory;
import io.tributary.tsdb.wal.WalSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/// A head on a simulated disk, and what tests ask of it.
public final class HeadFixture implements AutoCloseable {
    public static final long NOW = 1_790_000_000_000L;

    /// As documented, but with segments that are small enough to be left often.
    public static final HeadSettings SETTINGS =
            new HeadSettings(
                    WriteSettings.defaults(),
                    100 * HeadSettings.defaults().retentionMillis(), // Longer than any test lives.
                    new WalSettings(
                            64 << 10, 1 << 20, 64 << 20, 8 << 20, 1_000, 64 << 10, 128 << 10),
                    new ChunkSettings(32 << 10, 3_600_000, 2 << 10, 5_000, 1 << 20),
                    false);

    /// As documented, but that late samples are taken for an hour only.
    static final Rules LATE_FOR_AN_HOUR = new Rules(SeriesModel.BACKLOG, SeriesModel.HOUR);

    public final SimulatedClock clock = new SimulatedClock(NOW);
    private final HeadSettings settings;
    private SimulatedDisk disk;
    private Head head;

    public HeadFixture(long seed) throws IOException {
        this(seed, SETTINGS);
    }

    public HeadFixture(long seed, HeadSettings settings) throws IOException {
        this.settings = settings;
        disk = new SimulatedDisk(seed);
        head = open();
    }

    /// As the usual ones, but for how long chunk files are kept.
    public static HeadSettings keeping(long retentionMillis) {
        return keeping(retentionMillis, Rules.defaults());
    }

    /// As the usual ones, but for how long chunk files are kept and how old samples may be.
    static HeadSettings keeping(long retentionMillis, Rules rules) {
        WriteSettings usual = SETTINGS.writes();
        return new HeadSettings(
                new WriteSettings(rules, usual.pendingBytesMax(), usual.lookupBytesPerSecond()),
                retentionMillis,
                SETTINGS.wal(),
                SETTINGS.chunks(),
                false);
    }

    public Head head() {
        return head;
    }

    SimulatedDisk disk() {
        return disk;
    }

    public Tenant tenant(String name) {
        return head.tenants().findOrCreate(name, 1000).orElseThrow();
    }

    /// Appends and waits until it is durable.
    public WriteResult.Accepted write(Route route, List<Writes.Write> writes) {
        WriteResult.Accepted result = writeOnly(route, writes);
        head.awaitDurable(result.position());
        return result;
    }

    /// Appends without waiting.
    public WriteResult.Accepted writeOnly(Route route, List<Writes.Write> writes) {
        WriteResult result = head.append(route, Writes.batch(writes));
        if (result instanceof WriteResult.Accepted accepted) {
            return accepted;
        }
        throw new AssertionError("refused: " + result);
    }

    /// Writes requests, the first of them making all series, on a thread of its own, and looks at
    /// the tenant meanwhile: fails where a look sees a request in part.
    void assertSeenWhole(Tenant tenant, int requests, IntFunction<List<Writes.Write>> request)
            throws IOException, InterruptedException {
        int series = request.apply(0).size();
        Thread writer =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < requests; i++) {
                                writeOnly(Writes.route(1, tenant), request.apply(i));
                            }
                        });
        int looks = 0;
        while (writer.isAlive() || looks == 0) {
            var contents = contents(tenant);
            looks++;
            assertThat(contents.values().stream().map(Map::size).distinct())
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(contents.size()).isIn(0, series);
        }
        writer.join();
        assertThat(contents(tenant).values()).allMatch(samples -> samples.size() == requests);
    }

    /// Minutes in which one series is written to, and what goes on besides.
    public void live(Route route, int minutes) throws IOException {
        for (int i = 0; i < minutes; i++) {
            clock.advance(60_000);
            write(route, List.of(new Writes.Write("__name__=live", clock.wallMillis(), i)));
            head.chunks().flush();
            head.upkeep().step();
        }
    }

    /// Has chunks written, and does a step of what goes on in the background.
    public void upkeep() throws IOException {
        head.chunks().flush();
        head.upkeep().step();
    }

    /// Bytes of all that the head keeps in memory of series.
    public long memoryBytes() {
        return head.memory().sizeBytes();
    }

    /// Stops in order and starts again.
    public void restart() throws IOException {
        head.close();
        head = open();
    }

    /// Loses what was not durable, and starts again. The old head's threads end on a disk that is
    /// gone.
    public void crash() throws IOException {
        crashAnd(_ -> {});
    }

    /// The same, and changes the files before.
    public void crashAnd(DiskChange change) throws IOException {
        SimulatedDisk found = disk.crash();
        closeQuietly();
        disk = found;
        change.apply(disk);
        head = open();
    }

    /// Stops, and starts on a machine that stops before the `nth` change that the start makes; then
    /// starts again on what is found.
    void crashDuringStart(int nth) throws IOException {
        closeQuietly();
        disk.stopBefore(nth);
        try {
            head = open();
        } catch (IOException e) {
            // The machine stopped within.
        }
        crash();
    }

    /// Tells what the head remembers of a series' last step and gaps.
    void remembered(Labels labels, Tenant tenant, Memory into) {
        SeriesDirectory directory = head.memory().directory();
        Lanes lanes = head.memory().lanes();
        for (int slot = 0; slot < directory.slotCount(); slot++) {
            if (directory.tenant(slot) == directory.tenantNumber(tenant)
                    && directory.labels(slot).equals(labels)) {
                into.take(
                        lanes.lastDelta(slot),
                        new long[] {lanes.gapFrom(slot, 0), lanes.gapTo(slot, 0)},
                        new long[] {lanes.gapFrom(slot, 1), lanes.gapTo(slot, 1)});
            }
        }
    }

    /// Is told of what a head remembers of a series.
    @FunctionalInterface
    interface Memory {
        void take(long lastDelta, long[] newer, long[] older);
    }

    /// Stops, changes the files, and starts again.
    void restartAfter(DiskChange change) throws IOException {
        head.close();
        change.apply(disk);
        head = open();
    }

    /// Everything a tenant has: value bits by time by labels.
    public SortedMap<Labels, SortedMap<Long, Long>> contents(Tenant tenant) throws IOException {
        Matcher all = new Matcher(Matcher.Type.REGEX, Label.METRIC_NAME, ".+");
        return contents(tenant, new Selector(List.of(all), Long.MIN_VALUE, Long.MAX_VALUE));
    }

    SortedMap<Labels, SortedMap<Long, Long>> contents(Tenant tenant, Selector selector)
            throws IOException {
        return read(tenant, selector, HeadFixture::bits);
    }

    /// Since when everything a tenant has counts, by time by labels; 0 where that is unknown.
    public SortedMap<Labels, SortedMap<Long, Long>> starts(Tenant tenant) throws IOException {
        Matcher all = new Matcher(Matcher.Type.REGEX, Label.METRIC_NAME, ".+");
        Selector selector = new Selector(List.of(all), Long.MIN_VALUE, Long.MAX_VALUE);
        return read(tenant, selector, SampleColumn::start);
    }

    private static long bits(SampleColumn column, int index) {
        return column.isHistogram(index)
                ? TestHistograms.READ
                : Double.doubleToRawLongBits(column.value(index));
    }

    /// What is looked at of a sample.
    private interface Aspect {
        long of(SampleColumn column, int index);
    }

    private SortedMap<Labels, SortedMap<Long, Long>> read(
            Tenant tenant, Selector selector, Aspect aspect) throws IOException {
        ReadScope scope = new ReadScope(List.of(new ReadScope.TenantScope(tenant, List.of())));
        SortedMap<Labels, SortedMap<Long, Long>> found = new TreeMap<>();
        SampleColumn column = new SampleColumn();
        try (SeriesView view =
                head.select(scope, List.of(selector), new ReadBudget(Long.MAX_VALUE))) {
            for (int i = 0; i < view.seriesCount(0); i++) {
                view.read(0, i, selector.fromMillis(), selector.toMillis(), column);
                SortedMap<Long, Long> samples = new TreeMap<>();
                for (int j = 0; j < column.size(); j++) {
                    samples.put(column.time(j), aspect.of(column, j));
                }
                if (samples.size() != column.size()) {
                    throw new AssertionError("a time twice in " + view.labels(0, i));
                }
                if (!samples.isEmpty()) {
                    found.put(view.labels(0, i), samples);
                }
            }
            view.awaitDurable();
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        head.close();
    }

    private void closeQuietly() {
        try {
            head.close();
        } catch (IOException e) {
            // As expected: nothing can be written any more.
        }
    }

    private Head open() throws IOException {
        List<IOException> fatal = new ArrayList<>();
        return Head.open(disk, clock, settings, new Writes(), fatal::add);
    }

    /// Something done to the files while nobody has them open.
    @FunctionalInterface
    public interface DiskChange {
        void apply(SimulatedDisk disk) throws IOException;
    }
}
