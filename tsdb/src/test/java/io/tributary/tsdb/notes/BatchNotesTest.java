package io.tributary.tsdb.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.model.notes.MetricType;
import io.tributary.tsdb.series.Hash128;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BatchNotesTest {
    private static final long[] KEY = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final FamilyMetadata M =
            new FamilyMetadata("m", MetricType.COUNTER, "What m is: é.", "seconds");
    private static final FamilyMetadata OTHER_M =
            new FamilyMetadata("m", MetricType.GAUGE, "What m is: é.", "seconds");
    private static final FamilyMetadata N =
            new FamilyMetadata("n", MetricType.COUNTER, "", "What m is: é.");

    private final Notes notes = new Notes(new NoteSettings(1, 2), new Hash128(KEY));
    private final Teller teller = new Teller(notes, 7, Labels.empty());

    /// Each family says its name, and all of them the one help that the request holds.
    @Test
    void of_oneHelpOfManyFamilies_takesWhatItMay() {
        int families = 10_000;
        String help = "h".repeat(BatchNotes.HELP_BYTES_MAX);
        String names =
                IntStream.range(0, families)
                        .mapToObj("%04d"::formatted)
                        .collect(Collectors.joining());
        WriteBatch batch = new WriteBatch();
        batch.reset((help + names).getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < families; i++) {
            MetadataColumns metadata = batch.metadata();
            metadata.begin();
            metadata.setFamily(help.length() + 4 * i, 4);
            metadata.setHelp(0, help.length());
        }
        BatchNotes read = read(batch);

        int kept = BatchNotes.TEXT_BYTES_MAX / (BatchNotes.HELP_BYTES_MAX + 4);
        assertThat(read.families()).hasSize(kept);
        assertThat(read.dropped()).isEqualTo(families - kept);
    }

    @Test
    void of_whatWasToldLast_isNothing() {
        tell(M, N);
        assertThat(news(M, N)).isEmpty();
        assertThat(news(N, N, M)).isEmpty();
        assertThat(read(batch(N, M)).isEmpty()).isTrue();
    }

    @Test
    void of_whatAnotherSenderOrTenantTold_isNews() {
        tell(M);
        WriteBatch batch = batch(M);
        Labels stamps = Labels.of("cluster", "b");
        assertThat(BatchNotes.of(batch, new Teller(notes, 7, stamps), hash()).families())
                .containsExactly(M);
        assertThat(BatchNotes.of(batch, new Teller(notes, 8, Labels.empty()), hash()).families())
                .containsExactly(M);
    }

    @Test
    void of_aFamilyToldOtherwiseSince_isNewsAgain() {
        tell(M);
        tell(OTHER_M);
        assertThat(news(OTHER_M)).isEmpty();
        assertThat(news(M)).containsExactly(M);
    }

    /// What is known already counts among several of one family: the last of them holds.
    @Test
    void of_aFamilyToldTwice_isToldLast() {
        tell(M);
        assertThat(news(M, OTHER_M)).containsExactly(OTHER_M);
        assertThat(news(OTHER_M, M)).isEmpty();
    }

    @Test
    void of_whatThereWasNoRoomFor_isNewsAgain() {
        FamilyMetadata third = new FamilyMetadata("o", MetricType.INFO, "", "");
        tell(M, N, third);
        assertThat(news(M, N, third)).containsExactly(M);
    }

    @Test
    void of_manyFamilies_findsTheOneThatIsNew() {
        Notes many = new Notes(new NoteSettings(1, 5_000), hash());
        FamilyMetadata[] families =
                IntStream.range(0, 3_000)
                        .mapToObj(i -> new FamilyMetadata("m" + i, MetricType.COUNTER, "h" + i, ""))
                        .toArray(FamilyMetadata[]::new);
        for (FamilyMetadata family : families) {
            many.putMetadata(7, List.of(Senders.UNSTAMPED), family, 1);
        }
        Teller told = new Teller(many, 7, Labels.empty());
        assertThat(BatchNotes.of(batch(families), told, hash()).families()).isEmpty();
        for (int i : new int[] {0, 1_023, 1_024, 2_999}) {
            FamilyMetadata[] others = families.clone();
            others[i] = new FamilyMetadata("m" + i, MetricType.COUNTER, "other", "");
            assertThat(BatchNotes.of(batch(others), told, hash()).families())
                    .containsExactly(others[i]);
        }
    }

    /// It is kept with U+FFFD in its place, and known by that.
    @Test
    void of_whatIsNotUtf8_isNothingOnceTold() {
        WriteBatch batch = new WriteBatch();
        batch.reset(new byte[] {'m', (byte) 0xFF});
        batch.metadata().begin();
        batch.metadata().setFamily(0, 1);
        batch.metadata().setHelp(1, 1);
        FamilyMetadata kept = new FamilyMetadata("m", MetricType.UNKNOWN, "\uFFFD", "");
        assertThat(read(batch).families()).containsExactly(kept);
        tell(kept);
        assertThat(read(batch).families()).isEmpty();
    }

    private void tell(FamilyMetadata... families) {
        for (FamilyMetadata family : families) {
            notes.putMetadata(7, List.of(Senders.UNSTAMPED), family, 1);
        }
    }

    private Iterable<FamilyMetadata> news(FamilyMetadata... families) {
        return read(batch(families)).families();
    }

    private BatchNotes read(WriteBatch batch) {
        return BatchNotes.of(batch, teller, hash());
    }

    private static Hash128 hash() {
        return new Hash128(KEY);
    }

    private static WriteBatch batch(FamilyMetadata... families) {
        String texts =
                Stream.of(families)
                        .map(each -> each.family() + each.help() + each.unit())
                        .collect(Collectors.joining());
        WriteBatch batch = new WriteBatch();
        batch.reset(texts.getBytes(StandardCharsets.UTF_8));
        MetadataColumns metadata = batch.metadata();
        int at = 0;
        for (FamilyMetadata each : families) {
            metadata.begin();
            metadata.setType(each.type().number());
            metadata.setFamily(at, size(each.family()));
            at += size(each.family());
            metadata.setHelp(at, size(each.help()));
            at += size(each.help());
            metadata.setUnit(at, size(each.unit()));
            at += size(each.unit());
        }
        return batch;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
