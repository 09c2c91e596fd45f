package io.tributary.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigPrinterTest {
    private static final ConfigLoader LOADER = new ConfigLoader(TestSettings.ALL);

    @TempDir private Path directory = Path.of("");

    @Test
    void print_showsValueSourceAndDefaultAndMasksSecrets() throws Exception {
        Config config =
                LOADER.load(
                        Optional.empty(),
                        Map.of("TRIBUTARY_HEAD__LATE_WINDOW", "90m"),
                        List.of("auth.token=hush"));

        assertThat(config.print())
                .isEqualTo(
                        """
                        auth.token: "********"  # --set, default ""
                        data: ./data  # default, default ./data
                        head.bufferSize: 64MiB  # default, default 64MiB
                        head.lateWindow: 90m  # environment TRIBUTARY_HEAD__LATE_WINDOW, default 1h
                        head.onConflict: firstWins  # default, default firstWins
                        head.shards: 4  # default, default 4
                        http.gzip: true  # default, default true
                        http.listen: 127.0.0.1:9009  # default, default 127.0.0.1:9009
                        limits.max_global_series: 0  # default, default 0
                        """);
    }

    @Test
    void shown_hasEveryKeyAndMasksSecrets() throws Exception {
        Config config =
                LOADER.load(Optional.empty(), Map.of(), List.of("auth.token=hush", "data=x: y"));

        assertThat(config.shown())
                .containsEntry("auth.token", "********")
                .containsEntry("data", "x: y")
                .containsEntry("head.lateWindow", "1h")
                .hasSize(9);
        assertThat(LOADER.load(Optional.empty(), Map.of(), List.of()).shown())
                .containsEntry("auth.token", "");
    }

    @Test
    void print_isAConfigurationWithTheSameMeaning() throws Exception {
        for (String data : List.of("a b", "x: y", "#", "null", "-", "\"q\\\u00e9\n", "[1]", "~")) {
            Config config =
                    LOADER.load(
                            Optional.empty(),
                            Map.of(),
                            List.of("data=" + data, "http.listen=[::1]:0", "head.shards=9"));
            Path file = directory.resolve("printed.yaml");
            Files.writeString(file, config.print());

            Config again = LOADER.load(Optional.of(file), Map.of(), List.of());

            assertThat(again.value(TestSettings.DATA)).isEqualTo(data);
            assertThat(again.value(TestSettings.LISTEN)).isEqualTo(new HostPort("::1", 0));
            assertThat(again.value(TestSettings.SHARDS)).isEqualTo(9);
        }
    }

    @Test
    void markdown_isATableOfAllSettings() {
        assertThat(TestSettings.ALL.markdown())
                .startsWith(
                        """
                        | key | default | values | meaning |
                        | --- | --- | --- | --- |
                        | `auth.token` |  | a text of at most 4096 characters | A bearer token. |
                        """)
                .contains(
                        "| `head.shards` | `4` | a whole number from 1 to 64 | Shards \\| stripes. |\n");
    }
}
