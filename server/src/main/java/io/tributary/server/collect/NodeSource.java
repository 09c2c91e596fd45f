package io.tributary.server.collect;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.host.FileSystems;
import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// This host, in the words of node_exporter 1.12 with its defaults. A family that cannot be read is
/// said to have failed (`node_scrape_collector_success`), and the others are read.
final class NodeSource implements Source {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final ProcFiles proc;
    private final Clock clock;

    /// By the name of node_exporter's collector.
    private final Map<String, Family> families = new LinkedHashMap<>();

    NodeSource(ProcFiles proc, FileSystems fileSystems, Clock clock) {
        this.proc = proc;
        this.clock = clock;
        families.put("cpu", new CpuTimes());
        families.put("diskstats", new Disks());
        families.put("filesystem", new Mounts(fileSystems));
        families.put("loadavg", new Load());
        families.put("meminfo", new Memory());
        families.put("netdev", new NetworkDevices());
        families.put("stat", new KernelCounts());
        families.put("time", this::addTime);
        families.put("uname", new SystemName());
    }

    /// Reads all families.
    ///
    /// @throws IOException if there is no `/proc`, or there are too many series
    @Override
    public void read(Readings into) throws IOException {
        String _ = proc.text("stat");
        for (Map.Entry<String, Family> family : families.entrySet()) {
            long start = clock.monotonicNanos();
            boolean success = true;
            try {
                family.getValue().read(proc, into);
            } catch (IOException e) {
                success = false;
            }
            double seconds = (clock.monotonicNanos() - start) / NANOS_PER_SECOND;
            String name = family.getKey();
            into.add("node_scrape_collector_duration_seconds", seconds, "collector", name);
            into.add("node_scrape_collector_success", success ? 1 : 0, "collector", name);
        }
    }

    private void addTime(ProcFiles unused, Readings into) throws IOException {
        into.add("node_time_seconds", clock.wallMillis() / MILLIS_PER_SECOND);
    }
}
