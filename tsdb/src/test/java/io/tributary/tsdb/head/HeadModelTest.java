package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteResult;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Random operations against a model that is a map per series: every verdict, every stored bit,
/// through restarts and crashes.
class HeadModelTest {
    private static final int TENANTS = 3;
    private static final int SERIES = 12;
    private static final long FUTURE = 300_000;
    private static final long BACKLOG = HeadSettings.defaults().backlogMaxMillis();

    /// What write-once means, in a few lines.
    private static final class Model {
        final SortedMap<Labels, SortedMap<Long, Long>> series = new TreeMap<>();

        /// Empty where it is stored (now or already), else why not.
        List<Refusal> write(Write write, long now) {
            SortedMap<Long, Long> held = series.getOrDefault(write.labelSet(), new TreeMap<>());
            if (write.time() > now + FUTURE) {
                return List.of(Refusal.TOO_FAR_IN_FUTURE);
            }
            if (held.isEmpty() || write.time() > held.lastKey()) {
                if (write.time() < now - BACKLOG) {
                    return List.of(Refusal.TOO_OLD);
                }
                series.computeIfAbsent(write.labelSet(), _ -> new TreeMap<>())
                        .put(write.time(), write.bits());
                return List.of();
            }
            Long stored = held.get(write.time());
            if (stored == null) {
                return List.of(Refusal.TOO_OLD);
            }
            return stored == write.bits() ? List.of() : List.of(Refusal.CONFLICT);
        }
    }

    private final Map<Refusal, Integer> seen = new EnumMap<>(Refusal.class);
    private int samples;
    private int repeated;
    private int crashes;

    @Test
    void randomOperations_againstTheModel_neverDiffer() {
        SeededCases.run(60, this::run);
        System.getLogger(getClass().getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} samples, {1} repeated, refused {2}, {3} crashes",
                        samples,
                        repeated,
                        seen,
                        crashes);
        assertThat(seen.keySet())
                .contains(Refusal.TOO_FAR_IN_FUTURE, Refusal.TOO_OLD, Refusal.CONFLICT);
        assertThat(repeated).isGreaterThan(100);
        assertThat(crashes).isGreaterThan(20);
    }

    private void run(SeededCases.Random random) {
        try (HeadFixture fixture = new HeadFixture(random.nextLong())) {
            List<Model> models = new ArrayList<>();
            for (int i = 0; i < TENANTS; i++) {
                models.add(new Model());
            }
            int routeBase = 1;
            for (int step = 0; step < 150; step++) {
                fixture.clock.advance(random.between(0, 20_000));
                int t = random.between(0, TENANTS - 1);
                Tenant tenant = fixture.tenant("tenant-" + t);
                Route route = Writes.route(routeBase + t, tenant);
                List<Write> writes = writes(random, fixture.clock.wallMillis(), models.get(t));
                check(
                        fixture.write(route, writes),
                        writes,
                        models.get(t),
                        fixture.clock.wallMillis());
                if (random.oneIn(40)) {
                    routeBase += TENANTS;
                }
                if (random.oneIn(50)) {
                    fixture.restart();
                }
                if (random.oneIn(50)) {
                    crash(random, fixture, routeBase, models);
                }
            }
            for (int t = 0; t < TENANTS; t++) {
                assertThat(fixture.contents(fixture.tenant("tenant-" + t)))
                        .isEqualTo(models.get(t).series);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A request nobody was told about is there as a whole or not at all; all others are there.
    private void crash(
            SeededCases.Random random, HeadFixture fixture, int routeBase, List<Model> models)
            throws IOException {
        crashes++;
        int t = random.between(0, TENANTS - 1);
        Tenant tenant = fixture.tenant("tenant-" + t);
        List<Write> writes = writes(random, fixture.clock.wallMillis(), models.get(t));
        SortedMap<Labels, SortedMap<Long, Long>> before = copy(models.get(t).series);
        fixture.writeOnly(Writes.route(routeBase + t, tenant), writes);
        for (Write write : writes) {
            models.get(t).write(write, fixture.clock.wallMillis());
        }
        fixture.crash();
        SortedMap<Labels, SortedMap<Long, Long>> found =
                fixture.contents(fixture.tenant("tenant-" + t));
        assertThat(found).isIn(List.of(before, models.get(t).series));
        models.get(t).series.clear();
        models.get(t).series.putAll(found);
    }

    private void check(WriteResult.Accepted result, List<Write> writes, Model model, long now) {
        samples += writes.size();
        int written = 0;
        Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
        for (Write write : writes) {
            List<Refusal> reasons = model.write(write, now);
            for (Refusal reason : reasons) {
                refused.merge(reason, 1, Integer::sum);
                seen.merge(reason, 1, Integer::sum);
            }
            written += reasons.isEmpty() ? 1 : 0;
        }
        repeated += result.samplesRepeated();
        assertThat(result.samplesWritten()).isEqualTo(written);
        assertThat(result.refused()).isEqualTo(refused);
        assertThat(result.firstRefusal().isEmpty()).isEqualTo(refused.isEmpty());
    }

    private static List<Write> writes(SeededCases.Random random, long now, Model model) {
        List<Write> writes = new ArrayList<>();
        int count = random.between(1, 25);
        for (int i = 0; i < count; i++) {
            String labels = labels(random);
            SortedMap<Long, Long> held =
                    model.series.getOrDefault(Writes.parse(labels), new TreeMap<>());
            long time =
                    switch (random.between(0, 9)) {
                        case 0 -> now + random.between(FUTURE - 5, FUTURE + 5);
                        case 1 -> now - BACKLOG + random.between(-5, 5);
                        case 2, 3 -> held.isEmpty() ? now : random.pick(List.copyOf(held.keySet()));
                        case 4 ->
                                held.isEmpty() ? now : held.firstKey() + random.between(-3, 20_000);
                        default -> now + random.between(-1_000, 1_000);
                    };
            Long stored = held.get(time);
            double value =
                    stored != null && random.oneIn(2)
                            ? Double.longBitsToDouble(stored)
                            : value(random);
            writes.add(new Write(labels, time, value));
        }
        return writes;
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

    private static double value(SeededCases.Random random) {
        return switch (random.between(0, 5)) {
            case 0 -> Double.longBitsToDouble(SampleBits.STALE_NAN);
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> -0.0;
            default -> random.between(0, 50) / 4.0;
        };
    }

    private static SortedMap<Labels, SortedMap<Long, Long>> copy(
            SortedMap<Labels, SortedMap<Long, Long>> series) {
        SortedMap<Labels, SortedMap<Long, Long>> copy = new TreeMap<>();
        series.forEach((labels, samples) -> copy.put(labels, new TreeMap<>(samples)));
        return copy;
    }
}
