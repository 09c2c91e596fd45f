package io.tributary.cli.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import io.tributary.cli.line.Console;
import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlTree;
import io.tributary.server.HeadOpener;
import io.tributary.testkit.peers.Peers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnippetCommandTest {
    private static final List<String> BY_TOKEN = List.of("--token-file", "eu-1.token");
    private static final List<String> BY_CERTIFICATE = List.of("--dir", "agent");

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @TempDir private Path directory;

    @Test
    @Tag("peers")
    void prometheus_takesIt() throws Exception {
        Path promtool = Peers.require("promtool");
        for (List<String> who : List.of(BY_TOKEN, BY_CERTIFICATE)) {
            files();
            Path file = Files.writeString(directory.resolve("p.yml"), snippet("prometheus", who));
            assertThat(run(List.of(promtool.toString(), "check", "config", file.toString())))
                    .contains("is valid prometheus config file");
        }
    }

    @Test
    @Tag("peers")
    void vmagent_takesIt() throws Exception {
        Path vmagent = Peers.require("vmagent");
        Files.writeString(directory.resolve("scrape.yml"), "scrape_configs: []\n");
        for (List<String> who : List.of(BY_TOKEN, BY_CERTIFICATE)) {
            files();
            String script =
                    snippet("vmagent", who)
                            .replace(
                                    "\nvmagent ",
                                    "\n'%s' -dryRun -promscrape.config=scrape.yml "
                                            .formatted(vmagent));
            assertThat(run(List.of("sh", "-c", script))).contains("all the configs are ok");
        }
    }

    /// As its reference has it: blocks, attributes, texts in quotes.
    @Test
    void alloy_isAComponent() {
        assertThat(snippet("alloy", BY_CERTIFICATE))
                .isEqualTo(
                        """
                        # For cluster eu-1: a component of Alloy, for forward_to of what scrapes.
                        # Which cluster it is, the server knows by its credential, and stamps.
                        prometheus.remote_write "tributary" {
                          endpoint {
                            url                    = "https://t.example:9009/api/v1/push"
                            send_native_histograms = true
                            tls_config {
                              ca_file   = "agent/ca.crt"
                              cert_file = "agent/tls.crt"
                              key_file  = "agent/tls.key"
                            }
                            queue_config {
                              max_backoff       = "30s"
                              retry_on_http_429 = true
                              sample_age_limit  = "0s"
                            }
                          }
                          wal {
                            max_keepalive_time = "24h"
                          }
                        }
                        """);
        assertThat(snippet("alloy", BY_TOKEN))
                .contains("\n    bearer_token_file      = \"eu-1.token\"\n")
                .doesNotContain("tls_config");
    }

    @Test
    void collector_isYaml() {
        String text = snippet("collector", BY_TOKEN);
        assertThat(text)
                .isEqualTo(
                        """
                        # For cluster eu-1: part of the configuration of the OpenTelemetry Collector.
                        # Which cluster it is, the server knows by its credential, and stamps.
                        # For 0.159 and later; before, what stands below http stands beside it.
                        extensions:
                          bearertokenauth/tributary:
                            filename: "eu-1.token"
                        exporters:
                          prometheus_remote_write/tributary:
                            http:
                              endpoint: "https://t.example:9009/api/v1/push"
                              auth:
                                authenticator: bearertokenauth/tributary
                            retry_on_failure:
                              max_interval: 30s
                              max_elapsed_time: 0s
                            wal:
                              directory: tributary-wal
                        service:
                          extensions: [bearertokenauth/tributary]
                          pipelines:
                            metrics:
                              exporters: [prometheus_remote_write/tributary]
                        """);
        Problems problems = new Problems();
        for (String each : List.of(text, snippet("collector", BY_CERTIFICATE))) {
            byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
            assertThat(YamlTree.read("snippet", bytes, bytes.length, problems)).isPresent();
        }
        assertThat(problems.all()).isEmpty();
        assertThat(snippet("collector", BY_CERTIFICATE))
                .contains("\n        cert_file: \"agent/tls.crt\"\n")
                .doesNotContain("bearertokenauth");
    }

    @Test
    void words_thatWouldBreakOut_areRefused() {
        String server = "--server=https://t.example:9009";
        wrong("expected --token-file FILE or --dir DIRECTORY", server);
        wrong("expected --token-file FILE or --dir DIRECTORY", server, "--token-file=a", "--dir=b");
        wrong("--server URL is missing", "--token-file=a");
        wrong("expected https://HOST:PORT", "--server=t.example:9009", "--token-file=a");
        wrong("expected https://HOST:PORT", "--server=https://u:p@t.example", "--token-file=a");
        wrong("a certificate is shown by TLS alone", "--server=http://t.example", "--dir=b");
        for (String odd : List.of("a\"b", "a'b", "a,b", "a b", "a\nb", "a$b", "a{b", "a\\b", "")) {
            wrong("expected letters, digits and", server, "--token-file=" + odd);
            wrong("expected letters, digits and", server, "--dir=" + odd);
            wrong("expected letters, digits and", server, "--token-file=a", "--ca-file=" + odd);
        }
        assertThat(tributary(List.of("a/b", server, "--token-file=a"))).isEqualTo(2);
        assertThat(err.toString()).contains("cluster name \"a/b\"");
        assertThat(tributary(List.of("eu-1", server, "--for=telegraf", "--token-file=a")))
                .isEqualTo(2);
    }

    private void wrong(String text, String... words) {
        List<String> all = new ArrayList<>(List.of("eu-1"));
        all.addAll(List.of(words));
        assertThat(tributary(all)).as(all.toString()).isEqualTo(2);
        assertThat(err.toString()).contains(text);
        assertThat(out.toString()).isEmpty();
    }

    private String snippet(String sender, List<String> who) {
        List<String> words =
                new ArrayList<>(
                        List.of("eu-1", "--server", "https://t.example:9009/", "--for", sender));
        words.addAll(who);
        assertThat(tributary(words)).as(err.toString()).isZero();
        return out.toString();
    }

    private int tributary(List<String> words) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("clusters", "snippet"));
        all.addAll(words);
        return Tributary.program(new HeadOpener(), Map.of())
                .execute(new Console(new PrintWriter(out, true), new PrintWriter(err, true)), all);
    }

    /// The files that snippets name.
    private void files() throws Exception {
        Path agent = Files.createDirectories(directory.resolve("agent"));
        for (Path file :
                List.of(
                        agent.resolve("tls.crt"),
                        agent.resolve("tls.key"),
                        agent.resolve("ca.crt"),
                        directory.resolve("eu-1.token"))) {
            Files.writeString(file, "");
        }
    }

    private String run(List<String> command) throws Exception {
        Path log = directory.resolve("log");
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(log);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
