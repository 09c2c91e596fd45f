package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.line.Console;
import io.tributary.cli.line.Program;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.config.Settings;
import io.tributary.server.Store;
import io.tributary.server.StoreOpener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TributaryTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir private Path directory;

    @Test
    void version_isPrinted() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).matches("tributary \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void noCommand_isWrongUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("a command is missing").contains("Usage: tributary");
    }

    @Test
    void unknownCommand_isWrongUsage() {
        assertThat(run("serve")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("unknown command \"serve\": did you mean server?")
                .contains("See: tributary --help");
    }

    @Test
    void unknownOption_isWrongUsage() {
        assertThat(run("server", "--listn", "x")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("unknown option --listn: did you mean --listen?")
                .contains("See: tributary server --help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void help_showsEveryCommandForUsers(String word) {
        assertThat(run(word)).isZero();
        assertThat(out.toString())
                .contains("Usage: tributary COMMAND")
                .containsSubsequence(
                        "\n  help ",
                        "\n  server ",
                        "\n  up ",
                        "\n  query ",
                        "\n  dump ",
                        "\n  config ",
                        "\n  version ")
                .doesNotContain("train");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "help,",
        "version,",
        "train, --data --leave-behind",
        "server, --config --data --insecure --listen --retention --set",
        "up, --config --data --insecure --listen --retention --set",
        "config check, --config --data --insecure --listen --print --retention --set",
        "dump, --data --json --match --tenant",
        "query, [explain] --end --output --range --since --start --step --tenant --time --timeout --url"
    })
    void help_ofACommand_showsAllItTakes(String command, @Nullable String options) {
        assertThat(run((command + " --help").split(" ", -1))).isZero();
        String byOption = out.toString();
        assertThat(byOption).startsWith("Usage: tributary " + command + " ");
        if (options != null) {
            for (String option : options.split(" ", -1)) {
                assertThat(byOption).contains("\n  " + option + " ");
            }
        }
        out.getBuffer().setLength(0);
        assertThat(run(("help " + command).split(" ", -1))).isZero();
        assertThat(out.toString()).isEqualTo(byOption);
    }

    @Test
    void configCheck_nothingGiven_isRight() {
        assertThat(run("config", "check")).isZero();
        assertThat(out.toString()).isEqualTo("configuration is right\n");
    }

    @Test
    void configCheck_filesThatAreNamed_areLookedAtToo(@TempDir Path files) throws IOException {
        Path registry =
                Files.writeString(
                        files.resolve("registry.yaml"), "tenants: [{name: shop}, {name: shop}]\n");

        assertThat(run("config", "check", "--set", "registry.file=" + registry)).isEqualTo(2);
        assertThat(err.toString()).contains("found tenant shop again, expected it once");

        Files.writeString(registry, "tenants: [{name: shop}]\n");
        assertThat(run("config", "check", "--set", "registry.file=" + registry)).isZero();
        String missing = "tls.certFile=" + files.resolve("tls.crt");
        assertThat(run("config", "check", "--set", missing, "--set", "tls.keyFile=none"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("tls.crt: found no such file, expected PEM");
        assertThat(run("config", "check", "--listen", "0.0.0.0:9009")).isEqualTo(2);
        assertThat(err.toString()).contains("can be reached from other machines");
    }

    @Test
    void configCheck_print_showsValuesAndSources() {
        environment.put("TRIBUTARY_INGEST__MAX_BODY_BYTES", "1MiB");

        assertThat(run("config", "check", "--print", "--set", "head.retention=3d", "--insecure"))
                .isZero();
        assertThat(out.toString())
                .contains("listen: 127.0.0.1:9009  # default, default 127.0.0.1:9009")
                .contains("head.retention: 3d  # --set, default 1d")
                .contains("insecure: true  # --set")
                .contains(
                        "ingest.maxBodyBytes: 1MiB  # environment TRIBUTARY_INGEST__MAX_BODY_BYTES")
                .contains("limits.max_label_names_per_series: 32");
    }

    @Test
    void configCheck_laterSetsAndFlags_winInTheirOrder() {
        assertThat(
                        run(
                                "config",
                                "check",
                                "--set=head.retention=3d",
                                "--print",
                                "--retention",
                                "5d",
                                "--set",
                                "head.retention=4d",
                                "--set=data=a=b"))
                .isZero();
        assertThat(out.toString())
                .contains("head.retention: 5d  # --set")
                .contains("data: \"a=b\"  # --set");
    }

    @Test
    void configCheck_unknownKeyInAFile_isRefusedWithItsPlace() throws IOException {
        Path file = directory.resolve("tributary.yaml");
        Files.writeString(file, "ingest:\n  maxBodyByte: 1MiB\n");

        assertThat(run("config", "check", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("tributary: " + file + ":2:")
                .contains("ingest.maxBodyByte")
                .doesNotContain("Exception");
    }

    @Test
    void configCheck_badValue_isRefused() {
        assertThat(run("config", "check", "--listen", "nowhere")).isEqualTo(2);
        assertThat(err.toString()).contains("listen").contains("nowhere");
    }

    @Test
    void server_addressForOthers_isRefusedWithoutInsecure() {
        assertThat(run("server", "--listen", "0.0.0.0:0")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "tributary: listen: 0.0.0.0:0 can be reached from other machines, and nobody is authenticated");
    }

    @Test
    void server_portInUse_failsSayingSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();

            assertThat(run("server", "--listen", address)).isEqualTo(1);
            assertThat(err.toString())
                    .isEqualToNormalizingNewlines(
                            "tributary: cannot listen on "
                                    + address
                                    + ": the address is already in use\n");
        }
    }

    private int run(String... arguments) {
        Program program = Tributary.program(new NeverOpened(), environment);
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true));
        return program.execute(console, List.of(arguments));
    }

    /// For commands that do not come as far as to open the store.
    private static final class NeverOpened implements StoreOpener {
        @Override
        public Settings settings() {
            return Settings.of(
                    Setting.duration(
                            "head.retention",
                            Duration.ofDays(1),
                            Duration.ofHours(1),
                            Duration.ofDays(365),
                            "How long samples are kept"));
        }

        @Override
        public Store open(Surroundings surroundings) {
            throw new AssertionError("not to be opened");
        }
    }
}
