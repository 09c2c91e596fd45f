package io.tributary.cli.prometheus;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.tributary.testkit.peers.PeerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A Prometheus that scrapes targets and itself once a second, evaluates rules that make histograms
/// of floats, and writes all of it to several places.
final class Sender implements AutoCloseable {
    /// What remote write sends, as Prometheus' configuration names it.
    static final String VERSION_1 = "prometheus.WriteRequest";

    static final String VERSION_2 = "io.prometheus.write.v2.Request";

    private static final String RULES =
            """
            groups:
              - name: example
                interval: 1s
                rules:
                  - {record: "example:http:rate", expr: 'rate(prometheus_http_request_duration_seconds[10s])'}
                  - {record: "example:http:sum", expr: 'sum(prometheus_http_request_duration_seconds)'}
                  - {record: "example:up:sum", expr: 'sum(up) / 3'}
            """;
    private static final String JOB =
            """
              - job_name: %1$s
                file_sd_configs: [{files: ["%1$s.json"], refresh_interval: 1s}]
            """;
    private static final String SELF = "sender";

    private final PeerProcess process;
    private final PrometheusApi api;
    private final Path directory;
    private final Set<String> jobs;

    private Sender(PeerProcess process, PrometheusApi api, Path directory, Set<String> jobs) {
        this.process = process;
        this.api = api;
        this.directory = directory;
        this.jobs = jobs;
    }

    /// Starts it.
    ///
    /// @param message that it sends: one of the versions
    /// @param targets ports by job, its own excepted
    static Sender start(
            Path prometheus,
            Path directory,
            HttpClient client,
            String message,
            Map<String, Integer> targets,
            List<URI> writes)
            throws IOException, InterruptedException {
        Set<String> jobs = new TreeSet<>(targets.keySet());
        jobs.add(SELF);
        for (Map.Entry<String, Integer> target : targets.entrySet()) {
            expose(directory, target.getKey(), target(target.getValue()));
        }
        Files.writeString(directory.resolve("rules.yml"), RULES);
        Path configuration =
                Files.writeString(
                        directory.resolve("prometheus.yml"),
                        "global: {scrape_interval: 1s, scrape_native_histograms: true}\n"
                                + "rule_files: [rules.yml]\nremote_write:\n"
                                + writes.stream()
                                        .map(uri -> remote(uri, message))
                                        .collect(Collectors.joining())
                                + "scrape_configs:\n"
                                + jobs.stream().map(JOB::formatted).collect(Collectors.joining()));
        PeerProcess process =
                PeerProcess.start(
                        prometheus,
                        port -> {
                            expose(directory, SELF, target(port));
                            return List.of(
                                    "--config.file=" + configuration,
                                    "--storage.tsdb.path=" + directory.resolve("data"),
                                    "--enable-feature=" + features(message),
                                    "--web.listen-address=127.0.0.1:" + port);
                        },
                        "/-/ready",
                        directory);
        return new Sender(process, new PrometheusApi(client, process::uri), directory, jobs);
    }

    private static String remote(URI uri, String message) {
        return """
          - url: %s
            protobuf_message: %s
            send_exemplars: true
            send_native_histograms: true
            metadata_config: {send: true, send_interval: 2s}
            queue_config: {batch_send_deadline: 1s}
        """
                .formatted(uri, message);
    }

    /// Version 2 also says since when samples count, where the sender itself keeps that.
    private static String features(String message) {
        String usual = "exemplar-storage,metadata-wal-records";
        return message.equals(VERSION_2)
                ? usual + ",st-storage,xor2-encoding,histograms-st-encoding"
                : usual;
    }

    /// Where it answers.
    URI uri(String path) {
        return process.uri(path);
    }

    PrometheusApi api() {
        return api;
    }

    /// Takes the targets away: it ends every series by a staleness marker, those of rules once
    /// nothing is left to evaluate. (Taking a job away, it does not.)
    void finish() {
        jobs.forEach(job -> expose(directory, job, "[]"));
    }

    @Override
    public void close() {
        process.close();
    }

    private static String target(int port) {
        return "[{\"targets\": [\"127.0.0.1:%d\"]}]".formatted(port);
    }

    private static void expose(Path directory, String job, String targets) {
        try {
            Path written = Files.writeString(directory.resolve(job + ".new"), targets);
            Files.move(written, directory.resolve(job + ".json"), ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
