package io.tributary.cli.prometheus;

import io.tributary.testkit.peers.PeerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/// A Prometheus that scrapes targets once a second and writes all of it to one tenant; it may be
/// killed and started again.
final class Replica implements AutoCloseable {
    private final Path directory;
    private final String configuration;
    private PeerProcess process;

    private Replica(Path directory, String configuration) throws IOException, InterruptedException {
        this.directory = directory;
        this.configuration = configuration;
        this.process = launch();
    }

    /// Starts one.
    ///
    /// @param labels its external labels, as YAML
    /// @param targets ports by job
    static Replica start(
            Path directory, String labels, URI write, String tenant, Map<String, Integer> targets)
            throws IOException, InterruptedException {
        StringBuilder yaml = new StringBuilder();
        yaml.append(
                """
                global:
                  scrape_interval: 1s
                  scrape_native_histograms: true
                  external_labels: {%s}
                remote_write:
                  - url: %s
                    headers: {X-Scope-OrgID: %s}
                    send_native_histograms: true
                    queue_config: {batch_send_deadline: 1s}
                scrape_configs:
                """
                        .formatted(labels, write, tenant));
        targets.forEach((job, port) ->
                yaml.append(
                        """
                          - job_name: %s
                            static_configs: [{targets: ["127.0.0.1:%d"]}]
                        """
                                .formatted(job, port)));
        return new Replica(directory, yaml.toString());
    }

    /// SIGKILL.
    void kill() {
        process.close();
    }

    /// Starts it again, with what it had.
    void startAgain() throws IOException, InterruptedException {
        process = launch();
    }

    @Override
    public void close() {
        kill();
    }

    private PeerProcess launch() throws IOException, InterruptedException {
        return PeerProcess.prometheus(directory, configuration);
    }
}
