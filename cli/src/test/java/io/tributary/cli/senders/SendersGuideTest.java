package io.tributary.cli.senders;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.GuideScript;
import io.tributary.cli.ServerProcess;
import io.tributary.model.Labels;
import io.tributary.testkit.peers.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of `docs/guide/senders.md`, as they stand, but for the port: what curl sent comes
/// back as it was.
@Tag("peers")
class SendersGuideTest {
    @TempDir private Path directory;

    @Test
    void curl_runAsWritten_bringsBackWhatItSent() throws Exception {
        Peers.require("curl");
        Peers.require("cmp");
        Path log = directory.resolve("guide.log");
        long fromSecond = System.currentTimeMillis() / 1000;
        try (ServerProcess server =
                ServerProcess.start(directory.resolve("data"), directory.resolve("server.log"))) {
            String commands =
                    GuideScript.of("senders.md")
                            .replace("http://127.0.0.1:9009", server.uri("").toString());
            int code = GuideScript.run(commands, directory, directory, log);
            assertThat(code).as(Files.readString(log)).isZero();
        }
        long toSecond = System.currentTimeMillis() / 1000;

        assertThat(Files.readString(directory.resolve("query.json")))
                .contains(",\"1500000000.25\"]");
        SortedMap<Labels, SortedMap<Long, Double>> stored =
                Exported.read(Files.readString(directory.resolve("export.jsonl")));
        Labels job = Labels.of("__name__", "backup_last_success", "host", "db-1", "job", "backup");
        SortedMap<Long, Double> pushed = stored.getOrDefault(job, new TreeMap<>());
        stored.remove(job);
        assertThat(pushed.values()).containsExactly(1.0);
        assertThat(pushed.firstKey()).isBetween(fromSecond * 1000, toSecond * 1000 + 999);
        long now = stored.values().iterator().next().lastKey();
        assertThat(now % 1000).isZero();
        assertThat(now / 1000).isBetween(fromSecond, toSecond);
        assertThat(stored).isEqualTo(sent(now));
    }

    private static SortedMap<Labels, SortedMap<Long, Double>> sent(long now) {
        SortedMap<Labels, SortedMap<Long, Double>> sent = new TreeMap<>();
        put(sent, now, 1.5e9, "__name__", "backup_size_bytes", "host", "db-1");
        put(sent, now, 0.25, "__name__", "backup_size_bytes", "host", "db-2");
        put(sent, now, 3, "__name__", "backups_total", "host", "db-1");
        put(sent, now, 0.5, "__name__", "disk_used", "db", "backup", "host", "db-1");
        put(sent, now, 12, "__name__", "disk_free", "db", "backup", "host", "db-1");
        put(sent, now - 60_000, 61, "__name__", "backup_seconds", "host", "db-1");
        put(sent, now, 59.5, "__name__", "backup_seconds", "host", "db-1");
        return sent;
    }

    private static void put(
            SortedMap<Labels, SortedMap<Long, Double>> into,
            long time,
            double value,
            String... labels) {
        into.computeIfAbsent(Labels.of(labels), _ -> new TreeMap<>()).put(time, value);
    }
}
