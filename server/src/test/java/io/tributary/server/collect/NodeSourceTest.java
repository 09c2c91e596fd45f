package io.tributary.server.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import io.tributary.runtime.clock.SimulatedClock;
import io.tributary.runtime.host.FileSystems;
import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A small host in a directory.
class NodeSourceTest {
    private static final Labels TARGET = Labels.of("job", "node");

    @TempDir private Path directory;

    private final SimulatedClock clock = new SimulatedClock(1_700_000_000_500L);

    @BeforeEach
    void makeHost() throws IOException {
        file(
                "stat",
                """
                cpu  30 0 0 0 0 0 0 0 0 0
                cpu0 10 20 30 1000 50 60 70 80 90 100
                cpu1 1 2 3 4 5 6 7 8
                intr 1466821 0 0
                ctxt 2646334
                btime 1795628182
                processes 20581
                procs_running 3
                procs_blocked 1
                softirq 344104 0
                """);
        file(
                "meminfo",
                """
                MemTotal:       24684084 kB
                Active(anon):        100 kB
                HugePages_Total:       2
                SecPageTables:         7 kB
                """);
        file("loadavg", "2.18 3.82 2.40 3/112 20583\n");
        file(
                "net/dev",
                """
                Inter-|   Receive                            |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls carrier compressed
                  eth0: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
                """);
        file(
                "diskstats",
                """
                   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
                   8       1 sda1 1 1 1 1 1 1 1 1 1 1 1
                 254       0 vda 1 2 3 4 5 6 7 8 9 10 11
                """);
        file(
                "1/mountinfo",
                """
                22 27 0:21 / /proc rw,relatime - tmpfs proc rw
                23 27 0:21 / /processes rw,relatime - tmpfs none ro
                27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
                28 1 254:0 / /a\\040b ro - xfs /dev/vdb rw
                31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw
                32 23 0:28 / /merged rw,relatime - overlay overlay rw
                """);
        for (String word : new String[] {"ostype", "osrelease", "version", "domainname", "arch"}) {
            file("sys/kernel/" + word, word + "-word\n");
        }
        file("sys/kernel/hostname", "vm\n");
    }

    @Test
    void read_cpus_areInSecondsByMode() throws IOException {
        assertThat(read())
                .containsEntry("node_cpu_seconds_total{cpu=\"0\", mode=\"user\"}", 0.1)
                .containsEntry("node_cpu_seconds_total{cpu=\"0\", mode=\"idle\"}", 10.0)
                .containsEntry("node_cpu_seconds_total{cpu=\"1\", mode=\"steal\"}", 0.08)
                .containsEntry("node_cpu_guest_seconds_total{cpu=\"0\", mode=\"nice\"}", 1.0)
                .containsEntry("node_cpu_guest_seconds_total{cpu=\"1\", mode=\"user\"}", 0.0)
                .containsEntry("node_intr_total", 1466821.0)
                .containsEntry("node_context_switches_total", 2646334.0)
                .containsEntry("node_boot_time_seconds", 1795628182.0)
                .containsEntry("node_forks_total", 20581.0)
                .containsEntry("node_procs_running", 3.0)
                .containsEntry("node_procs_blocked", 1.0);
    }

    @Test
    void read_cpuTimeThatGoesBack_isHeldUnlessTheCpuBeganAnew() throws IOException {
        NodeSource source = source();
        assertThat(read(source)).containsEntry(idle(), 10.0);
        file("stat", "cpu0 10 20 30 990 50 60 70 80 90 100\n");
        assertThat(read(source)).containsEntry(idle(), 10.0);
        file("stat", "cpu0 1 2 3 5 5 6 7 8 9 10\n");
        assertThat(read(source)).containsEntry(idle(), 0.05);
    }

    @Test
    void read_memory_isInBytes() throws IOException {
        assertThat(read())
                .containsEntry("node_memory_MemTotal_bytes", 24684084.0 * 1024)
                .containsEntry("node_memory_Active_anon_bytes", 102400.0)
                .containsEntry("node_memory_HugePages_Total", 2.0)
                .doesNotContainKey("node_memory_SecPageTables_bytes");
    }

    @Test
    void read_loadTimeAndName_areThere() throws IOException {
        assertThat(read())
                .containsEntry("node_load1", 2.18)
                .containsEntry("node_load15", 2.4)
                .containsEntry("node_time_seconds", 1_700_000_000.5)
                .containsEntry(
                        "node_uname_info{domainname=\"domainname-word\", machine=\"arch-word\", nodename=\"vm\", release=\"osrelease-word\", sysname=\"ostype-word\", version=\"version-word\"}",
                        1.0)
                .containsEntry("node_scrape_collector_success{collector=\"uname\"}", 1.0);
    }

    @Test
    void read_networkAndDisks_leaveOutPartitions() throws IOException {
        Map<String, Double> read = read();

        assertThat(read)
                .containsEntry("node_network_receive_bytes_total{device=\"eth0\"}", 1.0)
                .containsEntry("node_network_transmit_compressed_total{device=\"eth0\"}", 16.0)
                .containsEntry("node_disk_read_bytes_total{device=\"vda\"}", 3.0 * 512)
                .containsEntry("node_disk_io_time_weighted_seconds_total{device=\"vda\"}", 0.011)
                .doesNotContainKey("node_disk_discards_completed_total{device=\"vda\"}");
        assertThat(read.keySet())
                .noneMatch(series -> series.contains("loop0") || series.contains("sda1"));
    }

    @Test
    void read_fileSystems_leaveOutWhatIsNone() throws IOException {
        Map<String, Double> read = read();

        assertThat(read)
                .containsEntry(
                        "node_filesystem_size_bytes{device=\"/dev/vda\", fstype=\"ext4\", mountpoint=\"/\"}",
                        100.0)
                .containsEntry(
                        "node_filesystem_files_free{device=\"/dev/vda\", fstype=\"ext4\", mountpoint=\"/\"}",
                        1.0)
                .containsEntry(
                        "node_filesystem_readonly{device=\"none\", fstype=\"tmpfs\", mountpoint=\"/processes\"}",
                        1.0)
                .containsEntry(
                        "node_filesystem_device_error{device=\"/dev/vdb\", device_error=\"permission denied\", fstype=\"xfs\", mountpoint=\"/a b\"}",
                        1.0)
                .containsEntry(
                        "node_filesystem_mount_info{device=\"/dev/vda\", major=\"254\", minor=\"0\", mountpoint=\"/\"}",
                        1.0);
        assertThat(read.keySet())
                .noneMatch(series -> series.contains("/merged") || series.contains("\"/proc\""))
                .noneMatch(series -> series.contains("cgroup"));
    }

    @Test
    void read_brokenFile_failsItsFamilyOnly() throws IOException {
        file("meminfo", "MemTotal: much\n");
        Files.delete(directory.resolve("net/dev"));

        assertThat(read())
                .containsEntry("node_scrape_collector_success{collector=\"meminfo\"}", 0.0)
                .containsEntry("node_scrape_collector_success{collector=\"netdev\"}", 0.0)
                .containsEntry("node_scrape_collector_success{collector=\"stat\"}", 1.0)
                .containsEntry("node_load1", 2.18);
    }

    @Test
    void read_noProc_fails() throws IOException {
        Files.delete(directory.resolve("stat"));

        assertThatThrownBy(this::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stat: no such file");
    }

    @Test
    void read_tooManySeries_fails() throws IOException {
        StringBuilder cpus = new StringBuilder();
        for (int i = 0; i < Readings.SERIES_MAX / 10 + 1; i++) {
            cpus.append("cpu").append(i).append(" 1 1 1 1 1 1 1 1 1 1\n");
        }
        file("stat", cpus.toString());

        assertThatThrownBy(this::read).hasMessage("more than 20000 series");
    }

    private static String idle() {
        return "node_cpu_seconds_total{cpu=\"0\", mode=\"idle\"}";
    }

    private NodeSource source() {
        FileSystems fileSystems =
                mountPoint ->
                        mountPoint.equals("/a b")
                                ? new FileSystems.Use.Failed("permission denied")
                                : new FileSystems.Use.Known(100, 50, 40, 10, 1);
        return new NodeSource(ProcFiles.below(directory), fileSystems, clock);
    }

    private Map<String, Double> read() throws IOException {
        return read(source());
    }

    private static Map<String, Double> read(NodeSource source) throws IOException {
        Readings readings = new Readings(TARGET);
        source.read(readings);
        Map<String, Double> values = new TreeMap<>();
        readings.bitsBySeries()
                .forEach((labels, bits) -> values.put(name(labels), Double.longBitsToDouble(bits)));
        return values;
    }

    private static String name(Labels labels) {
        Labels rest = labels.toBuilder().remove("__name__").remove("job").build();
        return labels.metricName() + (rest.isEmpty() ? "" : rest.toString());
    }

    private void file(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
