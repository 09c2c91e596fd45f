package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.SampleBits;
import io.tributary.model.Tenant;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramFault;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Native histograms beside floats: durable, write-once, seen whole.
class HistogramTest {
    private static final long NOW = HeadFixture.NOW;
    private static final byte[] KEY = "__name__=m".getBytes(StandardCharsets.UTF_8);
    private static final double STALE = Double.longBitsToDouble(SampleBits.STALE_NAN);

    @Test
    void histograms_ofRandomSeries_areStoredByteByByte() {
        SeededCases.run(30, this::storeAndCompare);
    }

    /// Counters and gauges whose buckets come and go, sealed by every rule; all of it is a repeat
    /// when it is sent again, before and after restarts, which only the same bytes are.
    private void storeAndCompare(SeededCases.Random random) {
        try (HeadFixture fixture = new HeadFixture(random.nextLong())) {
            Route route = Writes.route(1, fixture.tenant("a"));
            WriteBatch batch = new WriteBatch();
            batch.reset(KEY);
            batch.beginSeries(0, KEY.length);
            int count = random.between(1, 400);
            long[] buckets = new long[random.between(1, 12)];
            boolean gauge = random.oneIn(4);
            ResetHint hint = gauge ? ResetHint.GAUGE : ResetHint.UNKNOWN;
            for (int i = 0; i < count; i++) {
                batch.addHistogram(NOW + i * 15_000L, hint, next(random, buckets, gauge));
            }
            fixture.clock.advance(count * 15_000L);
            assertThat(append(fixture, route, batch).histogramsWritten()).isEqualTo(count);
            assertRepeated(fixture, route, batch, count);
            fixture.crash();
            assertRepeated(fixture, route, batch, count);
            fixture.head().chunks().flush();
            fixture.restart();
            assertRepeated(fixture, route, batch, count);
            assertThat(fixture.contents(fixture.tenant("a")).values())
                    .singleElement()
                    .satisfies(samples -> assertThat(samples).hasSize(count));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HistogramParts next(SeededCases.Random random, long[] buckets, boolean gauge) {
        HistogramParts parts = new HistogramParts();
        if (random.oneIn(60)) {
            parts.setStale();
            return parts;
        }
        if (random.oneIn(50)) {
            java.util.Arrays.fill(buckets, 0);
        }
        for (int i = 0; i < buckets.length; i++) {
            if (gauge) {
                buckets[i] = random.between(0, 3);
            } else if (random.oneIn(3)) {
                buckets[i] += random.between(0, 1_000);
            }
        }
        boolean floats = random.oneIn(80);
        long count = 0;
        for (long bucket : buckets) {
            count += bucket;
        }
        parts.begin(
                floats ? Histogram.Kind.FLOAT : Histogram.Kind.INTEGER,
                random.oneIn(100) ? 1 : 2,
                0,
                0,
                floats ? Double.doubleToRawLongBits((double) count) : count,
                Double.doubleToRawLongBits(count * 1.25));
        for (int i = 0; i < buckets.length; i++) {
            long number = floats ? Double.doubleToRawLongBits((double) buckets[i]) : buckets[i];
            if (i % 3 == 2) {
                parts.addNegative(3 * i, number);
            } else {
                parts.addPositive(i, number);
            }
        }
        return parts;
    }

    @Test
    void floatAndHistogram_atOneTime_conflict() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            fixture.write(route, List.of(new Write("__name__=m", NOW, 1), histogram(NOW + 1, 9)));
            assertThat(fixture.write(route, List.of(histogram(NOW, 9))).refused())
                    .isEqualTo(Map.of(Refusal.CONFLICT, 1));
            assertThat(fixture.write(route, List.of(new Write("__name__=m", NOW + 1, 1))).refused())
                    .isEqualTo(Map.of(Refusal.CONFLICT, 1));
            assertThat(fixture.write(route, List.of(histogram(NOW + 1, 8))).refused())
                    .isEqualTo(Map.of(Refusal.CONFLICT, 1));
            assertThat(fixture.write(route, List.of(histogram(NOW + 1, 9))).samplesRepeated())
                    .isEqualTo(1);
        }
    }

    @Test
    void staleMarkers_ofBothKinds_areTheSame() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            Tenant a = fixture.tenant("a");
            Route route = Writes.route(1, a);
            fixture.write(route, List.of(histogram(NOW, 9), histogram(NOW + 1, 0)));
            assertThat(fixture.write(route, List.of(new Write("__name__=m", NOW + 1, STALE))))
                    .satisfies(result -> assertThat(result.samplesRepeated()).isEqualTo(1));
            fixture.write(route, List.of(new Write("__name__=m", NOW + 2, STALE)));
            assertThat(fixture.write(route, List.of(histogram(NOW + 2, 0))).samplesRepeated())
                    .isEqualTo(1);
            assertThat(fixture.contents(a).values())
                    .containsExactly(
                            new java.util.TreeMap<>(
                                    Map.of(
                                            NOW,
                                            TestHistograms.READ,
                                            NOW + 1,
                                            SampleBits.STALE_NAN,
                                            NOW + 2,
                                            SampleBits.STALE_NAN)));
        }
    }

    @Test
    void histogram_invalidOrTooLarge_isRefusedAlone() throws IOException {
        try (HeadFixture fixture = new HeadFixture(3)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            WriteBatch batch = new WriteBatch();
            batch.reset(KEY);
            batch.beginSeries(0, KEY.length);
            batch.addInvalidHistogram(NOW, HistogramFault.SCHEMA);
            batch.addHistogram(NOW + 1, ResetHint.UNKNOWN, wide(30_000));
            batch.addHistogram(NOW + 2, ResetHint.UNKNOWN, wide(10_000));
            batch.addHistogram(NOW + 3, ResetHint.UNKNOWN, wide(10_000));
            WriteResult.Accepted result = append(fixture, route, batch);
            assertThat(result.refused())
                    .isEqualTo(Map.of(Refusal.HISTOGRAM_INVALID, 1, Refusal.UNSUPPORTED, 1));
            assertThat(result.histogramsWritten()).isEqualTo(2);
            fixture.head().chunks().flush();
            fixture.restart();
            assertThat(append(fixture, route, batch).samplesRepeated()).isEqualTo(2);
        }
    }

    @Test
    void select_whileWriting_seesEachRequestWholeOrNotAtAll() throws Exception {
        try (HeadFixture fixture = new HeadFixture(4)) {
            fixture.assertSeenWhole(fixture.tenant("a"), 3_000, HistogramTest::scrape);
        }
    }

    /// Floats, histograms, and series that turn from one to the other.
    private static List<Write> scrape(int round) {
        List<Write> scrape = new ArrayList<>();
        for (int series = 0; series < 30; series++) {
            boolean isHistogram = series % 3 == 0 || (series % 3 == 1 && round % 7 < 3);
            double value =
                    isHistogram ? Double.longBitsToDouble(TestHistograms.bits(1 + round)) : round;
            scrape.add(new Write("__name__=m,s=" + series, NOW + round, value));
        }
        return scrape;
    }

    @Test
    void histogram_thatHoldsTheWal_isSealedAndItsSegmentGoes() throws IOException {
        try (HeadFixture fixture = new HeadFixture(5)) {
            Tenant a = fixture.tenant("a");
            Route route = Writes.route(1, a);
            fixture.write(route, List.of(histogram(NOW, 9)));
            fixture.restart(); // Has the definition in `series/`.
            long begun = fixture.head().memory().lanes().oldestBegun();
            for (int i = 1; i < 10_000; i++) {
                fixture.clock.advance(100);
                long time = fixture.clock.wallMillis();
                fixture.write(route, List.of(new Write("__name__=noise", time, i * 0.123)));
                if (i % 500 == 0) {
                    fixture.head().upkeep().step();
                    fixture.head().chunks().flush();
                }
            }
            assertThat(fixture.head().memory().lanes().oldestBegun()).isGreaterThan(begun);
            fixture.crash();
            assertThat(fixture.write(route, List.of(histogram(NOW, 9))).samplesRepeated())
                    .isEqualTo(1);
        }
    }

    private static Write histogram(long time, int number) {
        return new Write("__name__=m", time, Double.longBitsToDouble(TestHistograms.bits(number)));
    }

    /// Buckets that have nothing to do with each other.
    private static HistogramParts wide(int buckets) {
        HistogramParts parts = new HistogramParts();
        long one = Double.doubleToRawLongBits(1);
        parts.begin(Histogram.Kind.FLOAT, 8, 0, 0, Double.doubleToRawLongBits(buckets), one);
        for (int i = 0; i < buckets; i++) {
            parts.addPositive(5 * i, one);
        }
        return parts;
    }

    private static void assertRepeated(
            HeadFixture fixture, Route route, WriteBatch batch, int count) {
        WriteResult.Accepted again = append(fixture, route, batch);
        assertThat(again.refused()).isEmpty();
        assertThat(again.samplesRepeated()).isEqualTo(count);
    }

    private static WriteResult.Accepted append(HeadFixture fixture, Route route, WriteBatch batch) {
        WriteResult.Accepted result = (WriteResult.Accepted) fixture.head().append(route, batch);
        fixture.head().awaitDurable(result.position());
        return result;
    }
}
