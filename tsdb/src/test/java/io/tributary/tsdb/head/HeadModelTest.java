package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.WriteResult;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.head.SeriesModel.Verdict;
import io.tributary.tsdb.head.Writes.Write;
import io.tributary.tsdb.record.starts.StartChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Random operations against a model that is a map per series: every verdict, every stored bit,
/// since when each sample counts, through restarts, crashes and a clock that is set.
class HeadModelTest {
    private static final int TENANTS = 4;
    private static final int SERIES = 12;
    private static final long JUMP = 30 * SeriesModel.HOUR;

    /// The series of one tenant.
    private static final class Model {
        final SortedMap<Labels, SeriesModel> series = new TreeMap<>();

        Verdict write(Write write, long now, Route route) {
            return series.computeIfAbsent(write.labelSet(), _ -> new SeriesModel())
                    .write(write, now, route);
        }

        SeriesModel of(Write write) {
            return series.getOrDefault(write.labelSet(), new SeriesModel());
        }

        Model copy() {
            Model copy = new Model();
            series.forEach((labels, model) -> copy.series.put(labels, model.copy()));
            return copy;
        }

        SortedMap<Labels, SortedMap<Long, Long>> contents() {
            SortedMap<Labels, SortedMap<Long, Long>> contents = new TreeMap<>();
            series.forEach((labels, model) -> {
                SortedMap<Long, Long> held = new TreeMap<>(model.held);
                held.replaceAll(
                        (_, bits) -> TestHistograms.isHistogram(bits) ? TestHistograms.READ : bits);
                if (!held.isEmpty()) {
                    contents.put(labels, held);
                }
            });
            return contents;
        }

        SortedMap<Labels, SortedMap<Long, Long>> starts() {
            SortedMap<Labels, SortedMap<Long, Long>> starts = new TreeMap<>();
            series.forEach((labels, model) -> {
                if (!model.starts.isEmpty()) {
                    starts.put(labels, model.starts);
                }
            });
            return starts;
        }
    }

    private final Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);
    private final Map<Verdict, Integer> seenOfHistograms = new EnumMap<>(Verdict.class);
    private int samples;
    private int started;
    private int suspect;
    private int crashes;
    private int restarts;

    @Test
    void randomOperations_againstTheModel_neverDiffer() {
        SeededCases.run(60, this::run);
        System.getLogger(getClass().getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} samples, {1}, histograms {5}; {2} requests put off by a suspect clock, {3} crashes, {4} restarts",
                        samples,
                        seen,
                        suspect,
                        crashes,
                        restarts,
                        seenOfHistograms);
        assertThat(seenOfHistograms.keySet()).contains(Verdict.values());
        assertThat(seenOfHistograms.values()).allMatch(count -> count > 100);
        assertThat(seen.keySet()).contains(Verdict.values());
        assertThat(seen.values()).allMatch(count -> count > 100);
        assertThat(crashes).isGreaterThan(20);
        assertThat(started).isGreaterThan(10_000);
        assertThat(suspect).isPositive();
    }

    private void run(SeededCases.Random random) {
        try (HeadFixture fixture = new HeadFixture(random.nextLong())) {
            List<Model> models = new ArrayList<>();
            for (int i = 0; i < TENANTS; i++) {
                models.add(new Model());
            }
            int routeBase = 1;
            for (int step = 0; step < 150; step++) {
                fixture.clock.advance(
                        random.oneIn(30)
                                ? random.between(0, 10 * (int) SeriesModel.HOUR)
                                : random.between(0, 20_000));
                write(random, fixture, routeBase, models);
                if (random.oneIn(40)) {
                    routeBase += TENANTS;
                }
                if (random.oneIn(10)) {
                    fixture.head().upkeep().step();
                }
                if (random.oneIn(10)) {
                    fixture.head().chunks().flush();
                }
                if (random.oneIn(50)) {
                    fixture.restart();
                    restarts++;
                    remember(fixture, models);
                }
                if (random.oneIn(50)) {
                    crash(random, fixture, routeBase, models);
                    remember(fixture, models);
                }
                if (random.oneIn(100)) {
                    jump(random, fixture, routeBase, models);
                }
            }
            for (int t = 0; t < TENANTS; t++) {
                assertNotDifferent(fixture, "tenant-" + t, models.get(t));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertNotDifferent(HeadFixture fixture, String name, Model model)
            throws IOException {
        Tenant tenant = fixture.tenant(name);
        assertThat(differences(model.contents(), fixture.contents(tenant))).isEmpty();
        assertThat(differences(model.starts(), fixture.starts(tenant))).as("starts").isEmpty();
    }

    private void write(
            SeededCases.Random random, HeadFixture fixture, int routeBase, List<Model> models) {
        int t = random.between(0, TENANTS - 1);
        Tenant tenant = fixture.tenant("tenant-" + t);
        Route route = route(routeBase, t, tenant);
        if (random.oneIn(8)) {
            Route.Late late = route.limits().late();
            route = Writes.route(route.id(), tenant, route.backlog(), late.importing());
        }
        long now = fixture.clock.wallMillis();
        List<Write> writes = writes(random, now, models.get(t));
        check(fixture.write(route, writes), writes, models.get(t), now, route);
    }

    /// The first and the last tenant may not send backlog; the last two fill any slot, the last of
    /// them for six hours.
    private static Route route(int routeBase, int t, Tenant tenant) {
        Route.Late late =
                t < 2
                        ? Route.Late.USUAL
                        : new Route.Late((t == 2 ? 1 : 6) * SeriesModel.HOUR, true);
        return Writes.route(routeBase + t, tenant, t == 1 || t == 2, late);
    }

    /// A request nobody was told about is there as a whole or not at all; all others are there.
    private void crash(
            SeededCases.Random random, HeadFixture fixture, int routeBase, List<Model> models)
            throws IOException {
        crashes++;
        int t = random.between(0, TENANTS - 1);
        Tenant tenant = fixture.tenant("tenant-" + t);
        long now = fixture.clock.wallMillis();
        List<Write> writes = writes(random, now, models.get(t));
        Model before = models.get(t).copy();
        Route route = route(routeBase, t, tenant);
        fixture.writeOnly(route, writes);
        for (Write write : Writes.asDecided(writes)) {
            models.get(t).write(write, now, route);
        }
        fixture.crash();
        SortedMap<Labels, SortedMap<Long, Long>> found =
                fixture.contents(fixture.tenant("tenant-" + t));
        if (found.equals(before.contents())) {
            models.set(t, before);
            return;
        }
        assertThat(differences(models.get(t).contents(), found)).isEmpty();
    }

    /// The first differences, in words.
    private static List<String> differences(
            SortedMap<Labels, SortedMap<Long, Long>> wanted,
            SortedMap<Labels, SortedMap<Long, Long>> found) {
        List<String> differences = new ArrayList<>();
        TreeSet<Labels> all = new TreeSet<>(wanted.keySet());
        all.addAll(found.keySet());
        for (Labels labels : all) {
            SortedMap<Long, Long> want = wanted.getOrDefault(labels, new TreeMap<>());
            SortedMap<Long, Long> have = found.getOrDefault(labels, new TreeMap<>());
            TreeSet<Long> times = new TreeSet<>(want.keySet());
            times.addAll(have.keySet());
            for (long time : times) {
                if (!Objects.equals(want.get(time), have.get(time)) && differences.size() < 8) {
                    differences.add(
                            "%s at %d: want %s, found %s"
                                    .formatted(labels, time, want.get(time), have.get(time)));
                }
            }
        }
        return differences;
    }

    private static void remember(HeadFixture fixture, List<Model> models) throws IOException {
        for (int t = 0; t < TENANTS; t++) {
            Tenant tenant = fixture.tenant("tenant-" + t);
            assertNotDifferent(fixture, "tenant-" + t, models.get(t));
            models.get(t)
                    .series
                    .forEach(
                            (labels, model) -> fixture.remembered(labels, tenant, model::remember));
        }
    }

    /// While the clock is suspect nothing is refused by it, and nothing stored then either.
    private void jump(
            SeededCases.Random random, HeadFixture fixture, int routeBase, List<Model> models) {
        long jump = random.oneIn(2) ? JUMP : -JUMP;
        int t = random.between(0, TENANTS - 1);
        Route route = route(routeBase, t, fixture.tenant("tenant-" + t));
        long before = fixture.clock.wallMillis();
        fixture.clock.jumpWall(jump);
        List<Write> writes = writes(random, before, models.get(t));
        Model tried = models.get(t).copy();
        boolean byClock = false;
        boolean anyNew = false;
        for (Write write : Writes.asDecided(writes)) {
            anyNew |= models.get(t).of(write).held.isEmpty();
            Verdict verdict = tried.write(write, before + jump, route);
            byClock |= verdict == Verdict.TOO_OLD || verdict == Verdict.TOO_FAR_IN_FUTURE;
        }
        WriteResult result = fixture.head().append(route, Writes.batch(writes));
        if (byClock || (anyNew && result instanceof WriteResult.Busy)) {
            assertThat(result).isEqualTo(new WriteResult.Busy(Unavailable.CLOCK_SUSPECT, 5));
            suspect++;
        } else {
            assertThat(result).isInstanceOf(WriteResult.Accepted.class);
            models.set(t, tried);
        }
        fixture.clock.jumpWall(-jump);
        fixture.head().clock().trust();
    }

    private void check(
            WriteResult.Accepted result, List<Write> writes, Model model, long now, Route route) {
        samples += writes.size();
        int written = 0;
        int histogramsWritten = 0;
        int repeated = 0;
        Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
        List<String> told = new ArrayList<>();
        FindingsTest.Expected findings = new FindingsTest.Expected();
        for (Write write : Writes.asDecided(writes)) {
            Long held = model.of(write).held.getOrDefault(write.time(), 0L);
            Verdict verdict = model.write(write, now, route);
            findings.add(write, verdict, held);
            seen.merge(verdict, 1, Integer::sum);
            started += write.start() != 0 && verdict.refusal().isEmpty() ? 1 : 0;
            told.add(
                    "%s @ %d = %x: %s"
                            .formatted(write.labels(), write.time() - now, write.bits(), verdict));
            verdict.refusal().ifPresent(reason -> refused.merge(reason, 1, Integer::sum));
            if (verdict.refusal().isEmpty()) {
                written += write.isHistogram() ? 0 : 1;
                histogramsWritten += write.isHistogram() ? 1 : 0;
            }
            if (write.isHistogram()) {
                seenOfHistograms.merge(verdict, 1, Integer::sum);
            }
            repeated += verdict == Verdict.REPEATED ? 1 : 0;
        }
        assertThat(result.refused()).as(() -> told.toString()).isEqualTo(refused);
        assertThat(result.samplesWritten()).as(() -> told.toString()).isEqualTo(written);
        assertThat(result.histogramsWritten())
                .as(() -> told.toString())
                .isEqualTo(histogramsWritten);
        assertThat(result.samplesRepeated()).as(() -> told.toString()).isEqualTo(repeated);
        assertThat(result.firstRefusal().isEmpty()).isEqualTo(refused.isEmpty());
        findings.check(result);
    }

    private static List<Write> writes(SeededCases.Random random, long now, Model model) {
        List<Write> writes = new ArrayList<>();
        int count = random.between(1, 25);
        for (int i = 0; i < count; i++) {
            String labels = labels(random);
            SeriesModel series = model.of(new Write(labels, 0, 0));
            long time = time(random, now, series);
            Long stored = series.held.get(time);
            double value =
                    stored != null && random.oneIn(2)
                            ? Double.longBitsToDouble(stored)
                            : value(random, labels);
            writes.add(new Write(labels, time, value, start(random, labels, time)));
        }
        return writes;
    }

    /// Of a third of the series none, mostly; of the others one that changes rarely, or always, or
    /// is beyond what is kept.
    private static long start(SeededCases.Random random, String labels, long time) {
        if (labels.contains("metric_1")) {
            return random.oneIn(50) ? time - 1 : 0;
        }
        return switch (random.between(0, 9)) {
            case 0 -> 0;
            case 1 -> time - random.between(-5, 60_000);
            case 2 -> random.nextLong();
            case 3 -> StartChanges.kept(random.nextLong() >> 7);
            default -> time >> 22;
        };
    }

    private static long time(SeededCases.Random random, long now, SeriesModel series) {
        if (series.held.isEmpty()) {
            return now - random.between(0, 100_000);
        }
        return switch (random.between(0, 10)) {
            case 10 -> now - random.between(8, 2_000) * 24L * SeriesModel.HOUR;
            case 0 -> now + random.between(Writes.FUTURE - 5, Writes.FUTURE + 5);
            case 1 -> now - SeriesModel.BACKLOG + random.between(-5, 5);
            case 2 -> random.pick(List.copyOf(series.held.keySet()));
            case 3 ->
                    random.pick(List.copyOf(series.held.keySet()))
                            + random.between(-20_000, 20_000);
            case 4 -> series.gap()[0] + random.between(1, 400_000);
            case 5 -> series.gap()[1] - random.between(1, 400_000);
            case 6 -> series.frontier() + 15_000;
            default -> now + random.between(-1_000, 1_000);
        };
    }

    /// The same series in different spellings.
    private static String labels(SeededCases.Random random) {
        int number = random.between(0, SERIES - 1);
        String name = "__name__=metric_" + number % 3;
        String job = "job=job-" + number;
        return switch (random.between(0, 2)) {
            case 0 -> name + "," + job;
            case 1 -> job + "," + name;
            default -> job + ",empty=," + name;
        };
    }

    /// A third of the series is histograms, mostly.
    private static double value(SeededCases.Random random, String labels) {
        boolean mostly = labels.contains("metric_0");
        if (mostly ? !random.oneIn(6) : random.oneIn(12)) {
            return Double.longBitsToDouble(TestHistograms.bits(random.between(0, 60)));
        }
        return switch (random.between(0, 5)) {
            case 0 -> Double.longBitsToDouble(SampleBits.STALE_NAN);
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> -0.0;
            default -> random.between(0, 50) / 4.0;
        };
    }
}
