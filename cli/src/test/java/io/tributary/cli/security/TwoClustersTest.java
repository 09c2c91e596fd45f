package io.tributary.cli.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.GuideScript;
import io.tributary.cli.ServerProcess;
import io.tributary.testkit.peers.Peers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of `docs/guide/two-clusters.md`, as they stand, but for the ports.
@Tag("peers")
class TwoClustersTest {
    @TempDir private Path directory;

    @Test
    void walkThrough_runAsWritten_showsEachTheirs() throws Exception {
        String text = GuideScript.of("two-clusters.md");
        for (String port : List.of("9009", "9091", "9092")) {
            text = text.replace(port, Integer.toString(freePort()));
        }
        String address = "--listen 127.0.0.1:" + port(text) + " --set registry.file";
        text = text.replace("--set registry.file", address);
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path shim = bin.resolve("tributary");
        String command =
                ServerProcess.java(List.of()).command().stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" "));
        Files.writeString(shim, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        assertThat(shim.toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(bin.resolve("prometheus"), Peers.require("prometheus"));

        int code = GuideScript.run(text, directory, bin, directory.resolve("walk.log"));

        String log = read("walk.log") + read("server.log");
        assertThat(code).as(log).isZero();
        assertThat(read("shop.csv")).as(log).contains("eu-1").doesNotContain("eu-2");
        assertThat(read("bank.csv")).contains("eu-2").doesNotContain("eu-1");
        assertThat(read("everything.csv")).contains("eu-1", "eu-2");
        assertThat(read("both.csv")).contains("shop", "bank");
        assertThat(read("clusters.txt")).containsPattern("eu-1 +shop +\\d+s ago +sends ");
        assertThat(read("agents.txt")).containsPattern(" eu-1 +shop +active ");
        assertThat(read("revoked.txt")).containsPattern(" eu-1 +shop +revoked ");
        assertThat(read("eu-1.log")).contains("agent").contains("revoked");
        assertThat(read("refused.txt")).contains("403: shop-reader may not use tenant bank");
    }

    private String read(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static String port(String text) {
        Matcher port = Pattern.compile("https://localhost:(\\d+)").matcher(text);
        assertThat(port.find()).isTrue();
        return port.group(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
