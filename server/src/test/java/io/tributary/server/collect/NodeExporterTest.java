package io.tributary.server.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.host.FileSystems;
import io.tributary.runtime.host.ProcFiles;
import io.tributary.testkit.peers.PeerProcess;
import io.tributary.testkit.peers.Peers;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every series that we have of this host, a real node_exporter has, by the same name and labels,
/// and with nearly the same value where values stand still.
@Tag("peers")
class NodeExporterTest {
    private static final Pattern SAMPLE =
            Pattern.compile("^([a-z_A-Z0-9]+)(?:\\{(.*)\\})? (\\S+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /// Values that do not move, or slowly, between two looks.
    private static final Pattern STEADY =
            Pattern.compile(
                    "node_(boot_time_seconds|uname_info|memory_(MemTotal|SwapTotal|CommitLimit|Hugepagesize)_bytes|memory_HugePages.*"
                            + "|filesystem_.*|time_seconds|intr_total|forks_total|network_receive_(errs|drop).*"
                            + "|disk_(reads|writes)_completed_total|disk_read_bytes_total)");

    /// The one is told by netlink, not by `/proc/net/dev`; the other is of macOS, and 0 elsewhere.
    private static final Set<String> LACKED =
            Set.of("node_network_receive_nohandler_total", "node_filesystem_purgeable_bytes");

    @TempDir private Path directory;

    @Test
    void series_ofThisHost_areThoseOfNodeExporter() throws Exception {
        Path program = Peers.require("node_exporter");
        try (PeerProcess node =
                        PeerProcess.start(
                                program,
                                port -> List.of("--web.listen-address=127.0.0.1:" + port),
                                "/metrics",
                                directory);
                HttpClient client = HttpClient.newHttpClient()) {
            Map<Labels, Double> theirs =
                    parse(
                            client.send(
                                            HttpRequest.newBuilder(node.uri("/metrics")).build(),
                                            BodyHandlers.ofString())
                                    .body());
            Map<Labels, Double> ours = ours();

            System.getLogger(getClass().getName())
                    .log(
                            System.Logger.Level.INFO,
                            "{0} series of ours, {1} of node_exporter",
                            ours.size(),
                            theirs.size());
            assertThat(theirs.keySet()).containsAll(ours.keySet());
            assertThat(ours.size()).isGreaterThan(100);
            for (Map.Entry<Labels, Double> sample : ours.entrySet()) {
                if (STEADY.matcher(sample.getKey().metricName()).matches()) {
                    assertThat(sample.getValue())
                            .as(sample.getKey().toString())
                            .isCloseTo(theirs.get(sample.getKey()), Percentage.withPercentage(10));
                }
            }
            assertThat(missing(theirs, ours)).isEmpty();
        }
    }

    /// Series of theirs in the families that we have, which we lack.
    private static List<String> missing(Map<Labels, Double> theirs, Map<Labels, Double> ours) {
        return theirs.keySet().stream()
                .filter(series -> !ours.containsKey(series))
                .filter(series ->
                        series.metricName()
                                .matches(
                                        "node_(cpu_seconds|cpu_guest|memory|filesystem|load|disk_(?!info)|network_(receive|transmit)_.*_total|procs|forks|intr|context|boot|uname|time_seconds).*"))
                .filter(series -> !LACKED.contains(series.metricName()))
                .map(Labels::toString)
                .toList();
    }

    private static Map<Labels, Double> ours() throws Exception {
        Readings readings = new Readings(Labels.empty());
        new NodeSource(ProcFiles.ofThisMachine(), FileSystems.ofThisMachine(), new SystemClock())
                .read(readings);
        Map<Labels, Double> values = new TreeMap<>();
        readings.bitsBySeries()
                .forEach((series, bits) -> values.put(series, Double.longBitsToDouble(bits)));
        return values;
    }

    private static Map<Labels, Double> parse(String text) {
        Map<Labels, Double> values = new TreeMap<>();
        Matcher sample = SAMPLE.matcher(text);
        while (sample.find()) {
            Labels.Builder labels = new Labels.Builder().set("__name__", sample.group(1));
            Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
            while (label.find()) {
                labels.set(label.group(1), label.group(2));
            }
            values.put(labels.build(), number(sample.group(3)));
        }
        return values;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
