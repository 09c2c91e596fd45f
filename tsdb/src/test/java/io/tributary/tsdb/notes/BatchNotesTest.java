package io.tributary.tsdb.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.flow.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchNotesTest {
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
        BatchNotes notes = BatchNotes.of(batch);

        int kept = BatchNotes.TEXT_BYTES_MAX / (BatchNotes.HELP_BYTES_MAX + 4);
        assertThat(notes.families()).hasSize(kept);
        assertThat(notes.dropped()).isEqualTo(families - kept);
    }
}
