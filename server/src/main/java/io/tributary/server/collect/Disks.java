package io.tributary.server.collect;

import io.tributary.model.relabel.Regex;
import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;

/// Traffic of disks, from `/proc/diskstats`: major, minor, name, then numbers, of which newer
/// kernels have more. Partitions and memory disks are left out.
final class Disks implements Family {
    private static final double SECTOR = 512;
    private static final double MILLI = 1.0 / 1000.0;
    private static final int DEVICE = 2;
    private static final int FIRST = 3;

    private static final Regex LEFT_OUT =
            Regex.compile("(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+");

    private record Column(String name, double unit) {}

    private static final Column[] COLUMNS = {
        new Column("reads_completed_total", 1),
        new Column("reads_merged_total", 1),
        new Column("read_bytes_total", SECTOR),
        new Column("read_time_seconds_total", MILLI),
        new Column("writes_completed_total", 1),
        new Column("writes_merged_total", 1),
        new Column("written_bytes_total", SECTOR),
        new Column("write_time_seconds_total", MILLI),
        new Column("io_now", 1),
        new Column("io_time_seconds_total", MILLI),
        new Column("io_time_weighted_seconds_total", MILLI),
        new Column("discards_completed_total", 1),
        new Column("discards_merged_total", 1),
        new Column("discarded_sectors_total", 1),
        new Column("discard_time_seconds_total", MILLI),
        new Column("flush_requests_total", 1),
        new Column("flush_requests_time_seconds_total", MILLI)
    };

    @Override
    public void read(ProcFiles proc, Readings into) throws IOException {
        for (ProcText.Line line : ProcText.lines(proc, "diskstats")) {
            String device = line.word(DEVICE);
            if (LEFT_OUT.expand(device, "").isPresent()) {
                continue;
            }
            for (int i = 0; i < COLUMNS.length && FIRST + i < line.size(); i++) {
                into.add(
                        "node_disk_" + COLUMNS[i].name,
                        line.number(FIRST + i) * COLUMNS[i].unit,
                        "device",
                        device);
            }
        }
    }
}
