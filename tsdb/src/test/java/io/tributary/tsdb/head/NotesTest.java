package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Route;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.model.notes.SeriesExemplars;
import io.tributary.tsdb.head.Writes.Write;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Exemplars and metadata: kept through restarts, crashes and the end of their segment.
class NotesTest {
    private static final long NOW = HeadFixture.NOW;
    private static final Exemplar TRACE =
            new Exemplar(Labels.of("trace_id", "abc"), NOW + 5, Double.doubleToRawLongBits(0.25));
    private static final FamilyMetadata M =
            new FamilyMetadata("m", MetricType.COUNTER, "What m is: é.", "seconds");
    private static final int NONE = 1;
    private static final int A = 2;
    private static final int B = 3;
    private static final Matcher CLUSTER_A = new Matcher(Matcher.Type.EQUAL, "cluster", "a");
    private static final Matcher CLUSTER_B = new Matcher(Matcher.Type.EQUAL, "cluster", "b");

    @Test
    void exemplar_besideItsSample_isFoundThroughCrashAndRestart() throws IOException {
        try (HeadFixture fixture = new HeadFixture(1)) {
            assertThat(append(fixture, batch("__name__=m,x=1", TRACE)).exemplarsWritten())
                    .isEqualTo(1);
            List<SeriesExemplars> want =
                    List.of(
                            new SeriesExemplars(
                                    Labels.of("__name__", "m", "x", "1"), List.of(TRACE)));
            assertThat(exemplars(fixture, List.of())).isEqualTo(want);
            fixture.crash();
            assertThat(exemplars(fixture, List.of())).isEqualTo(want);
            fixture.restart();
            assertThat(exemplars(fixture, List.of())).isEqualTo(want);
        }
    }

    @Test
    void exemplar_sentAgain_isKeptOnceAndCountsAsWritten() throws IOException {
        try (HeadFixture fixture = new HeadFixture(2)) {
            append(fixture, batch("__name__=m", TRACE));
            long recorded = fixture.head().walBytes();
            assertThat(append(fixture, batch("__name__=m", TRACE)).exemplarsWritten()).isEqualTo(1);
            assertThat(exemplars(fixture, List.of()).getFirst().exemplars()).hasSize(1);
            assertThat(fixture.head().walBytes()).isEqualTo(recorded);
        }
    }

    @Test
    void exemplar_ofASeriesNobodyWrote_isDroppedAndCounted() throws IOException {
        try (HeadFixture fixture = new HeadFixture(3)) {
            WriteBatch batch = new WriteBatch();
            byte[] key = "__name__=m".getBytes(StandardCharsets.UTF_8);
            batch.reset(key);
            batch.beginSeries(0, key.length);
            add(batch, 0, TRACE);
            assertThat(append(fixture, batch).exemplarsWritten()).isZero();
            assertThat(fixture.head().notesDroppedCount()).isEqualTo(1);
            assertThat(exemplars(fixture, List.of())).isEmpty();
        }
    }

    @Test
    void exemplar_outsideScopeOrRange_isNotShown() throws IOException {
        try (HeadFixture fixture = new HeadFixture(4)) {
            append(fixture, batch("__name__=m,x=1", TRACE));
            Matcher hidden = new Matcher(Matcher.Type.EQUAL, "x", "2");
            assertThat(exemplars(fixture, List.of(hidden))).isEmpty();
            Tenant other = fixture.tenant("other");
            assertThat(
                            fixture.head()
                                    .exemplars(
                                            scope(other, List.of()),
                                            List.of(all(NOW, NOW + 10)),
                                            new ReadBudget(1 << 20)))
                    .isEmpty();
            assertThat(
                            fixture.head()
                                    .exemplars(
                                            scope(fixture.tenant("a"), List.of()),
                                            List.of(all(NOW + 5, NOW + 10)),
                                            new ReadBudget(1 << 20)))
                    .isEmpty();
        }
    }

    @Test
    void exemplars_ofEqualSeriesOfTwoTenants_areOneSeries() throws IOException {
        try (HeadFixture fixture = new HeadFixture(9)) {
            Exemplar other = exemplar(1);
            append(fixture, batch("__name__=m,x=1", TRACE));
            Route route = Writes.route(2, fixture.tenant("b"));
            for (Exemplar each : List.of(TRACE, other)) {
                fixture.head().append(route, batch("__name__=m,x=1", each));
            }
            ReadScope both =
                    new ReadScope(
                            List.of(
                                    new ReadScope.TenantScope(fixture.tenant("a"), List.of()),
                                    new ReadScope.TenantScope(fixture.tenant("b"), List.of())),
                            false);
            assertThat(
                            fixture.head()
                                    .exemplars(
                                            both,
                                            List.of(all(NOW, NOW + 10)),
                                            new ReadBudget(1 << 20)))
                    .containsExactly(
                            new SeriesExemplars(
                                    Labels.of("__name__", "m", "x", "1"), List.of(other, TRACE)));
        }
    }

    @Test
    void exemplars_moreThanThereIsRoomFor_dropTheOldest() throws IOException {
        try (HeadFixture fixture = new HeadFixture(5)) {
            for (int i = 0; i < 10_010; i++) {
                append(fixture, batch("__name__=m", exemplar(i)));
            }
            List<Exemplar> kept = exemplars(fixture, List.of()).getFirst().exemplars();
            assertThat(kept).hasSize(10_000).startsWith(exemplar(10)).endsWith(exemplar(10_009));
            assertThat(fixture.head().notesDroppedCount()).isEqualTo(10);
        }
    }

    @Test
    void metadata_toldLast_holdsThroughCrashAndRestart() throws IOException {
        try (HeadFixture fixture = new HeadFixture(6)) {
            append(fixture, batch(M));
            assertThat(metadata(fixture, List.of())).as("no series yet").isEmpty();
            append(fixture, Writes.batch(List.of(new Write("__name__=m_total", NOW, 1))));
            assertThat(metadata(fixture, List.of())).containsExactly(M);
            FamilyMetadata changed = new FamilyMetadata("m", MetricType.GAUGE, "Else.", "");
            append(fixture, batch(changed));
            assertThat(metadata(fixture, List.of())).containsExactly(changed);
            fixture.crash();
            assertThat(metadata(fixture, List.of())).containsExactly(changed);
            fixture.restart();
            assertThat(metadata(fixture, List.of())).containsExactly(changed);
        }
    }

    @Test
    void metadata_ofFamiliesNobodyInScopeHas_isNotShown() throws IOException {
        try (HeadFixture fixture = new HeadFixture(7)) {
            append(fixture, batch(M));
            Matcher policy = new Matcher(Matcher.Type.EQUAL, "x", "1");
            assertThat(metadata(fixture, List.of(policy))).isEmpty();
            append(fixture, Writes.batch(List.of(new Write("__name__=m_total,x=2", NOW, 1))));
            assertThat(metadata(fixture, List.of(policy))).isEmpty();
            append(fixture, Writes.batch(List.of(new Write("__name__=m_total,x=1", NOW, 1))));
            assertThat(metadata(fixture, List.of(policy))).containsExactly(M);
        }
    }

    @Test
    void metadata_ofAFamilyWhoseNameIsTheBeginningOfAnothers_isNotShown() throws IOException {
        try (HeadFixture fixture = new HeadFixture(9)) {
            append(fixture, batch(M));
            append(fixture, Writes.batch(List.of(new Write("__name__=m_other", NOW, 1))));
            assertThat(metadata(fixture, List.of())).isEmpty();
            append(fixture, Writes.batch(List.of(new Write("__name__=m_bucket", NOW, 1))));
            assertThat(metadata(fixture, List.of())).containsExactly(M);
        }
    }

    @Test
    void metadata_ofTwoClusters_isKeptAndShownApart() throws IOException {
        try (HeadFixture fixture = new HeadFixture(10)) {
            tell(fixture, A, saying("a"), "__name__=m_total");
            tell(fixture, B, saying("b"), "__name__=m_total");
            tell(fixture, NONE, saying("none"), "__name__=m_total");
            assertToldApart(fixture);
            fixture.crash();
            assertToldApart(fixture);
            fixture.restart();
            assertToldApart(fixture);
            tell(fixture, B, saying("changed"), "__name__=m_total");
            assertThat(metadata(fixture, List.of(CLUSTER_A))).containsExactly(saying("a"));
            assertThat(metadata(fixture, List.of(CLUSTER_B))).containsExactly(saying("changed"));
            tell(fixture, B, saying("a"), "__name__=m_total");
            assertThat(metadata(fixture, List.of()))
                    .as("each statement once, whoever makes it")
                    .containsExactly(saying("a"), saying("none"));
            fixture.crash();
            assertThat(metadata(fixture, List.of(CLUSTER_B))).containsExactly(saying("a"));
        }
    }

    @Test
    void metadata_ofAClusterWithoutSeriesOfTheFamily_isNotShown() throws IOException {
        try (HeadFixture fixture = new HeadFixture(11)) {
            tell(fixture, A, saying("a"), "__name__=m_total");
            tell(fixture, B, saying("b"), "__name__=other");
            assertThat(metadata(fixture, List.of())).containsExactly(saying("a"));
            fixture.crash();
            assertThat(metadata(fixture, List.of())).containsExactly(saying("a"));
        }
    }

    @Test
    void metadata_beforeTheFirstSeriesOfItsCluster_isKept() throws IOException {
        try (HeadFixture fixture = new HeadFixture(12)) {
            append(fixture, route(fixture, A), batch(saying("a")));
            fixture.crash();
            append(fixture, route(fixture, B), batch(saying("b")));
            append(fixture, route(fixture, A), series("__name__=m_total"));
            fixture.restart();
            append(fixture, route(fixture, B), series("__name__=m_total"));
            assertThat(metadata(fixture, List.of())).containsExactly(saying("a"), saying("b"));
            assertThat(metadata(fixture, List.of(CLUSTER_A))).containsExactly(saying("a"));
        }
    }

    @Test
    void metadata_sentAgainByEachCluster_writesNothing() throws IOException {
        try (HeadFixture fixture = new HeadFixture(13)) {
            tell(fixture, A, M, "__name__=m_total");
            tell(fixture, B, M, "__name__=m_total");
            long recorded = fixture.head().walBytes();
            append(fixture, route(fixture, A), batch(M));
            append(fixture, route(fixture, B), batch(M));
            assertThat(fixture.head().walBytes()).isEqualTo(recorded);
        }
    }

    @Test
    void metadata_moreThanThereIsRoomFor_dropsTheOldestOfItsTenant() throws IOException {
        try (HeadFixture fixture = new HeadFixture(14)) {
            append(fixture, series("__name__=f_0"));
            append(fixture, series("__name__=f_1"));
            for (int i = 0; i <= 10_000; i++) {
                append(fixture, batch(new FamilyMetadata("f_" + i, MetricType.GAUGE, "H", "")));
            }
            assertThat(metadata(fixture, List.of()))
                    .extracting(FamilyMetadata::family)
                    .containsExactly("f_1");
            assertThat(fixture.head().notesDroppedCount()).isEqualTo(1);
        }
    }

    @Test
    void metadata_moreThanTheBudget_isRefused() throws IOException {
        try (HeadFixture fixture = new HeadFixture(15)) {
            tell(fixture, A, M, "__name__=m_total");
            ReadScope scope = scope(fixture.tenant("a"), List.of());
            assertThatExceptionOfType(BudgetExceededException.class)
                    .isThrownBy(() -> fixture.head().metadata(scope, new ReadBudget(500)));
        }
    }

    @Test
    void notes_whoseSegmentGoes_standFurtherOn() throws IOException {
        try (HeadFixture fixture = new HeadFixture(8)) {
            append(fixture, batch("__name__=m,x=1", TRACE));
            append(fixture, batch(M));
            tell(fixture, A, saying("a"), "__name__=m_total");
            tell(fixture, B, saying("a"), "__name__=m_total");
            long first = fixture.head().memory().notes().oldestSegment();
            for (int i = 1; i < 10_000; i++) {
                fixture.clock.advance(1_000);
                String labels = "__name__=noise,n=" + i % 50;
                fixture.writeOnly(
                        Writes.route(1, fixture.tenant("a")),
                        List.of(new Write(labels, fixture.clock.wallMillis(), i * 0.1234567)));
                if (i == 100) {
                    fixture.restart(); // Has the definitions in `series/`.
                }
                if (i % 500 == 0) {
                    fixture.head().chunks().flush();
                    fixture.head().upkeep().step();
                }
            }
            assertThat(fixture.head().memory().notes().oldestSegment()).isGreaterThan(first);
            fixture.crash();
            assertThat(exemplars(fixture, List.of()).getFirst().exemplars()).containsExactly(TRACE);
            Matcher unstamped = new Matcher(Matcher.Type.EQUAL, "cluster", "");
            assertThat(metadata(fixture, List.of(unstamped))).containsExactly(M);
            assertThat(metadata(fixture, List.of(CLUSTER_A))).containsExactly(saying("a"));
            assertThat(metadata(fixture, List.of(CLUSTER_B))).containsExactly(saying("a"));
        }
    }

    private static void assertToldApart(HeadFixture fixture) {
        assertThat(metadata(fixture, List.of(CLUSTER_A))).containsExactly(saying("a"));
        assertThat(metadata(fixture, List.of(CLUSTER_B))).containsExactly(saying("b"));
        assertThat(metadata(fixture, List.of()))
                .containsExactly(saying("a"), saying("b"), saying("none"));
    }

    private static FamilyMetadata saying(String help) {
        return new FamilyMetadata("m", MetricType.COUNTER, help, "");
    }

    /// A cluster tells of a family, and has a series.
    private static void tell(
            HeadFixture fixture, int cluster, FamilyMetadata metadata, String series) {
        append(fixture, route(fixture, cluster), batch(metadata));
        append(fixture, route(fixture, cluster), series(series));
    }

    private static Route route(HeadFixture fixture, int cluster) {
        Tenant tenant = fixture.tenant("a");
        return switch (cluster) {
            case A -> Writes.stamped(A, tenant, "cluster", "a", "region", "x");
            case B -> Writes.stamped(B, tenant, "cluster", "b", "region", "x");
            default -> Writes.route(cluster, tenant);
        };
    }

    private static WriteBatch series(String labels) {
        return Writes.batch(List.of(new Write(labels, NOW, 1)));
    }

    private static Exemplar exemplar(int number) {
        return new Exemplar(Labels.of("n", "" + number), NOW + number, number);
    }

    private static WriteResult.Accepted append(HeadFixture fixture, WriteBatch batch) {
        return append(fixture, Writes.route(NONE, fixture.tenant("a")), batch);
    }

    private static WriteResult.Accepted append(HeadFixture fixture, Route route, WriteBatch batch) {
        WriteResult.Accepted result = (WriteResult.Accepted) fixture.head().append(route, batch);
        fixture.head().awaitDurable(result.position());
        return result;
    }

    private static WriteBatch batch(String labels, Exemplar exemplar) {
        WriteBatch batch = Writes.batch(List.of(new Write(labels, NOW, 1)));
        add(batch, 0, exemplar);
        return batch;
    }

    private static void add(WriteBatch batch, int series, Exemplar exemplar) {
        byte[] name = exemplar.labels().name(0).getBytes(StandardCharsets.UTF_8);
        byte[] value = exemplar.labels().value(0).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream label = new ByteArrayOutputStream();
        label.write(0x0A);
        label.write(4 + name.length + value.length);
        label.write(0x0A);
        label.write(name.length);
        label.writeBytes(name);
        label.write(0x12);
        label.write(value.length);
        label.writeBytes(value);
        batch.exemplars().addLabel(label.toByteArray(), 0, label.size());
        batch.exemplars().end(series, exemplar.timeMillis(), exemplar.valueBits());
    }

    private static WriteBatch batch(FamilyMetadata metadata) {
        byte[] family = metadata.family().getBytes(StandardCharsets.UTF_8);
        byte[] help = metadata.help().getBytes(StandardCharsets.UTF_8);
        byte[] unit = metadata.unit().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(family);
        bytes.writeBytes(help);
        bytes.writeBytes(unit);
        WriteBatch batch = new WriteBatch();
        batch.reset(bytes.toByteArray());
        batch.metadata().begin();
        batch.metadata().setType(metadata.type().number());
        batch.metadata().setFamily(0, family.length);
        batch.metadata().setHelp(family.length, help.length);
        batch.metadata().setUnit(family.length + help.length, unit.length);
        return batch;
    }

    private static Selector all(long from, long to) {
        return new Selector(List.of(), from, to);
    }

    private static ReadScope scope(Tenant tenant, List<Matcher> policy) {
        return new ReadScope(List.of(new ReadScope.TenantScope(tenant, policy)));
    }

    private static List<SeriesExemplars> exemplars(HeadFixture fixture, List<Matcher> policy) {
        return fixture.head()
                .exemplars(
                        scope(fixture.tenant("a"), policy),
                        List.of(all(Long.MIN_VALUE, Long.MAX_VALUE)),
                        new ReadBudget(64 << 20));
    }

    private static List<FamilyMetadata> metadata(HeadFixture fixture, List<Matcher> policy) {
        return fixture.head()
                .metadata(scope(fixture.tenant("a"), policy), new ReadBudget(Long.MAX_VALUE));
    }
}
