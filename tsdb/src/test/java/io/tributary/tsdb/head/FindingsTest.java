package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.Refusal;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.flow.WriteResult.Finding;
import io.tributary.model.flow.WriteResult.Value;
import io.tributary.model.histogram.HistogramBytes;
import io.tributary.tsdb.head.SeriesModel.Verdict;
import io.tributary.tsdb.head.Writes.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What a request tells of its conflicts and late samples one by one; {@link HeadModelTest}
/// compares it with the model.
class FindingsTest {
    private static final long NOW = HeadFixture.NOW;
    private static final String SERIES = "__name__=m,job=x";
    private static final Labels LABELS = Labels.of("__name__", "m", "job", "x");

    @Test
    void conflict_tellsBothValues_whereverTheKeptOneIs() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            fixture.write(
                    route,
                    List.of(new Write(SERIES, NOW - 600_000, -0.0), new Write(SERIES, NOW, 2)));
            assertConflicts(fixture, route);
            fixture.restart();
            assertConflicts(fixture, route);
            for (int i = 0; i < 200; i++) {
                fixture.clock.advance(60_000);
                fixture.head().upkeep().step();
            }
            fixture.head().chunks().flush();
            assertConflicts(fixture, route);
            fixture.restart();
            assertConflicts(fixture, route);
        }
    }

    /// The newest of a series is compared by its record, older ones by what is decoded.
    private static void assertConflicts(HeadFixture fixture, Route route) {
        assertThat(fixture.write(route, List.of(new Write(SERIES, NOW - 600_000, 0.0))).findings())
                .containsExactly(conflict(NOW - 600_000, -0.0, 0.0));
        assertThat(fixture.write(route, List.of(new Write(SERIES, NOW, 3))).findings())
                .containsExactly(conflict(NOW, 2, 3));
    }

    @Test
    void conflict_withinOneRequest_tellsWhatTheRequestBroughtFirst() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            WriteResult.Accepted result =
                    fixture.write(
                            route, List.of(new Write(SERIES, NOW, 1), new Write(SERIES, NOW, 2)));
            assertThat(result.findings()).containsExactly(conflict(NOW, 1, 2));
            assertThat(result.refused()).isEqualTo(Map.of(Refusal.CONFLICT, 1));
        }
    }

    @Test
    void conflict_ofFloatAndHistogram_tellsWhichIsWhich() throws IOException {
        try (HeadFixture fixture = new HeadFixture(3)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            Write histogram =
                    new Write(SERIES, NOW, Double.longBitsToDouble(TestHistograms.bits(9)));
            fixture.write(route, List.of(histogram));
            List<Finding> findings =
                    fixture.write(route, List.of(new Write(SERIES, NOW, 1))).findings();
            assertThat(findings)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Finding.Conflict.class,
                            conflict -> {
                                assertThat(Expected.shown(conflict.kept()))
                                        .isEqualTo(Expected.shown(histogram.bits()));
                                assertThat(conflict.kept())
                                        .isInstanceOf(Value.HistogramDigest.class);
                                assertThat(conflict.offered()).isEqualTo(value(1));
                            });
        }
    }

    @Test
    void findings_areBounded_countsAreNot() throws IOException {
        try (HeadFixture fixture = new HeadFixture(4)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            List<Write> first = new ArrayList<>();
            List<Write> other = new ArrayList<>();
            List<Write> late = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                first.add(new Write("__name__=m_" + i, NOW, 1));
                other.add(new Write("__name__=m_" + i, NOW, 2));
                late.add(new Write("__name__=m_" + i, NOW - 60_000, 3));
            }
            fixture.write(route, first);
            WriteResult.Accepted result = fixture.write(route, other);
            assertThat(result.refused()).isEqualTo(Map.of(Refusal.CONFLICT, 100));
            assertThat(result.findings()).hasSize(WriteResult.FINDINGS_MAX);

            WriteResult.Accepted filled = fixture.write(route, late);
            assertThat(filled.samplesLate()).isEqualTo(100);
            assertThat(filled.findings())
                    .hasSize(WriteResult.FINDINGS_MAX)
                    .allMatch(finding -> finding instanceof Finding.Late(_, _, _, int n) && n == 1);

            WriteResult.Accepted repeated = fixture.write(route, late);
            assertThat(repeated.samplesRepeated()).isEqualTo(100);
            assertThat(repeated.findings()).isEmpty();
        }
    }

    @Test
    void late_ofOneSeries_isToldAsARun() throws IOException {
        try (HeadFixture fixture = new HeadFixture(5)) {
            Route route = Writes.route(1, fixture.tenant("a"));
            fixture.write(
                    route,
                    List.of(new Write(SERIES, NOW - 3_600_000, 1), new Write(SERIES, NOW, 2)));
            List<Write> backlog = new ArrayList<>();
            for (int i = 1; i <= 50; i++) {
                backlog.add(new Write(SERIES, NOW - 3_600_000 + i * 60_000L, i));
            }
            assertThat(fixture.write(route, backlog).findings())
                    .containsExactly(
                            new Finding.Late(
                                    LABELS, NOW - 3_540_000, NOW - 600_000, backlog.size()));
            assertThat(fixture.write(route, backlog).findings()).isEmpty();
        }
    }

    private static Finding conflict(long time, double kept, double offered) {
        return new Finding.Conflict(LABELS, time, value(kept), value(offered));
    }

    private static Value value(double value) {
        return new Value.FloatBits(Double.doubleToRawLongBits(value));
    }

    /// What a request has to tell of conflicts and late samples, by the model's verdicts.
    static final class Expected {
        private final List<String> conflicts = new ArrayList<>();
        private final Map<Labels, TreeSet<Long>> late = new HashMap<>();
        private int lateCount;

        /// @param held what the model had at the time of the write, before it
        void add(Write write, Verdict verdict, Long held) {
            if (verdict == Verdict.CONFLICT) {
                conflicts.add(
                        shown(write.labelSet(), write.time(), shown(held), shown(write.held())));
            }
            if (verdict == Verdict.LATE || verdict == Verdict.GAP) {
                late.computeIfAbsent(write.labelSet(), _ -> new TreeSet<>()).add(write.time());
                lateCount++;
            }
        }

        void check(WriteResult.Accepted result) {
            assertThat(result.samplesLate()).isEqualTo(lateCount);
            List<String> expected = new ArrayList<>(conflicts);
            int runs = 0;
            int inRuns = 0;
            for (Finding finding : result.findings()) {
                switch (finding) {
                    case Finding.Conflict(Labels series, long time, Value kept, Value offered) -> {
                        String told = shown(series, time, shown(kept), shown(offered));
                        assertThat(expected.remove(told)).as("%s of %s", told, conflicts).isTrue();
                    }
                    case Finding.Late(Labels series, long first, long last, int count) -> {
                        TreeSet<Long> times = late.getOrDefault(series, new TreeSet<>());
                        assertThat(times).contains(first, last);
                        assertThat(times.subSet(first, true, last, true))
                                .hasSizeGreaterThanOrEqualTo(count);
                        runs++;
                        inRuns += count;
                    }
                }
            }
            int told = conflicts.size() - expected.size();
            assertThat(told).isEqualTo(Math.min(WriteResult.FINDINGS_MAX, conflicts.size()));
            if (runs < WriteResult.FINDINGS_MAX) {
                assertThat(inRuns).isEqualTo(lateCount);
            }
        }

        private static String shown(Labels series, long time, String kept, String offered) {
            return "%s@%d kept %s offered %s".formatted(series, time, kept, offered);
        }

        /// Of a value as tests hold it.
        static String shown(long bits) {
            if (bits == SampleBits.STALE_NAN) {
                return "stale";
            }
            return TestHistograms.isHistogram(bits) ? digest(bits) : Long.toHexString(bits);
        }

        static String shown(Value value) {
            return switch (value) {
                case Value.FloatBits(long bits) -> shown(bits);
                case Value.HistogramDigest(long high, long low) -> {
                    String digest = "%016x%016x".formatted(high, low);
                    yield digest.equals(digest(TestHistograms.bits(0))) ? "stale" : digest;
                }
            };
        }

        private static String digest(long bits) {
            HistogramBytes bytes = new HistogramBytes();
            int length = bytes.append(TestHistograms.parts(bits));
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                ByteBuffer digest =
                        ByteBuffer.wrap(sha.digest(Arrays.copyOf(bytes.bytes(), length)));
                return "%016x%016x".formatted(digest.getLong(), digest.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }
}
