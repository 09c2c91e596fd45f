package io.tributary.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.Tenant;
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
    void notes_whoseSegmentGoes_standFurtherOn() throws IOException {
        try (HeadFixture fixture = new HeadFixture(8)) {
            append(fixture, batch("__name__=m,x=1", TRACE));
            append(fixture, batch(M));
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
            assertThat(metadata(fixture, List.of())).containsExactly(M);
        }
    }

    private static Exemplar exemplar(int number) {
        return new Exemplar(Labels.of("n", "" + number), NOW + number, number);
    }

    private static WriteResult.Accepted append(HeadFixture fixture, WriteBatch batch) {
        Route route = Writes.route(1, fixture.tenant("a"));
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
