package io.tributary.server.collect;

import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;
import java.util.Map;

/// What the kernel counts of itself, from `/proc/stat`: a word and a number a line.
final class KernelCounts implements Family {
    private static final Map<String, String> NAMES =
            Map.of(
                    "intr", "node_intr_total",
                    "ctxt", "node_context_switches_total",
                    "processes", "node_forks_total",
                    "btime", "node_boot_time_seconds",
                    "procs_running", "node_procs_running",
                    "procs_blocked", "node_procs_blocked");

    @Override
    public void read(ProcFiles proc, Readings into) throws IOException {
        for (ProcText.Line line : ProcText.lines(proc, "stat")) {
            String name = NAMES.get(line.word(0));
            if (name != null) {
                into.add(name, line.number(1));
            }
        }
    }
}
