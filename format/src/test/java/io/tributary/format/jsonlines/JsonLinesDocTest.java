package io.tributary.format.jsonlines;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.lines.BatchText;
import io.tributary.model.flow.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Runs the examples of the specification.
final class JsonLinesDocTest {
    private static final String RULE = "\n----\n";

    /// An example is a fenced block: lines, a rule, what is read from them. Those marked `exact`
    /// are what is written of that. `-Dupdate=1` writes what is read anew.
    @Test
    void examples_ofTheSpecification_areWhatIsReadAndWritten() throws IOException {
        Path file = Path.of("docs/json-lines.md");
        String[] parts = Files.readString(file).split("```", -1);
        int examples = 0;
        for (int i = 1; i < parts.length; i += 2) {
            String head = parts[i].substring(0, parts[i].indexOf('\n'));
            if (head.startsWith("lines")) {
                parts[i] = head + "\n" + run(parts[i].substring(head.length() + 1), head);
                examples++;
            }
        }
        assertThat(examples).isEqualTo(7);
        String found = String.join("```", parts);
        if (System.getProperty("update") != null) {
            Files.writeString(file, found);
            return;
        }
        assertThat(found).isEqualTo(Files.readString(file));
    }

    private static String run(String example, String head) {
        String sent = example.substring(0, example.indexOf(RULE));
        byte[] bytes = sent.getBytes(StandardCharsets.UTF_8);
        WriteBatch batch = new WriteBatch();
        JsonLinesDecoder decoder = new JsonLinesDecoder();
        decoder.decode(bytes, 0, bytes.length, batch);
        if (head.equals("lines exact")) {
            assertThat(new String(Lines.write(batch), StandardCharsets.UTF_8))
                    .isEqualTo(sent + "\n");
        }
        return sent + RULE + BatchText.of(batch, decoder.report()) + "\n";
    }
}
