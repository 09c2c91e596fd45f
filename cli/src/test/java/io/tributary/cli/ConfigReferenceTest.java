package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.HeadOpener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// `docs/reference/config.md` is what the program says of its settings; `-Dupdate` writes it anew.
class ConfigReferenceTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "config.md");

    @Test
    void configReference_inTheDocumentation_isThatOfTheProgram() throws IOException {
        String expected =
                """
                # Settings

                Each key may stand in the file that `--config` names (YAML), in the environment, and in `--set KEY=VALUE`; the
                later wins. Unknown and wrong keys are refused at start. `tributary config check --print` shows what is in force
                and where each value comes from.

                %s\
                """
                        .formatted(ConfigOptions.settings(new HeadOpener()).markdown());
        if (System.getProperty("update") != null) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
    }
}
