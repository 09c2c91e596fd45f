package io.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that may not start says in a line what is wrong and where, and exits with 1; what is
/// there stays as it is.
class StartRefusalTest {
    @TempDir private Path directory;

    private record End(int code, String output) {}

    @Test
    void start_dataInUse_isRefusedAndTheOwnerGoesOn() throws Exception {
        Path data = directory.resolve("data");
        try (ServerProcess owner = ServerProcess.start(data, directory.resolve("log"))) {
            assertRefused(data, "data directory " + data + " is in use by another process");
            assertThat(owner.get("/-/ready")).contains("Ready");
            assertThat(owner.stop()).isZero();
        }
    }

    @Test
    void start_dataOfANewerVersion_isRefusedNamingBothAndUntouched() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        Path version = data.resolve("version");
        Files.writeString(version, "tributary data 99\n");

        assertRefused(
                data,
                "data directory "
                        + data
                        + ": file \"version\" says \"tributary data 99\", this program reads \"tributary data 1\"");
        assertThat(version).hasContent("tributary data 99\n");
    }

    @Test
    void start_dataThatIsAFile_isRefusedNamingIt() throws Exception {
        Path data = directory.resolve("data");
        Files.writeString(data, "precious");

        assertRefused(data, "cannot open directory " + data);
        assertThat(data).hasContent("precious");
    }

    @Test
    void start_dataWhereNobodyMayWrite_isRefusedNamingIt() throws Exception {
        // Not even root may make anything here.
        assertRefused(
                Path.of("/proc/sys/tributary-data"),
                "cannot open directory /proc/sys/tributary-data");
    }

    private void assertRefused(Path data, String reason) throws Exception {
        End end = run("server", "--data", data.toString(), "--listen", "127.0.0.1:0");

        assertThat(end.code).as(end.output).isEqualTo(1);
        assertThat(end.output)
                .containsAnyOf("cannot start: " + reason, "tributary: " + reason)
                .doesNotContain("\tat ");
    }

    private static End run(String... arguments) throws IOException, InterruptedException {
        Process process = ServerProcess.java(List.of(arguments)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it did not end: " + output);
        }
        return new End(process.exitValue(), output);
    }
}
