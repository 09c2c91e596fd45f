package io.tributary.server.collect;

import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// How long each CPU did what, from `/proc/stat`.
///
/// ```
/// cpu0 user nice system idle iowait irq softirq steal guest guest_nice        in hundredths of a second
/// ```
///
/// The kernel lets some of these go back a little now and then, which would look like a restart to
/// `rate`. So a CPU's figures are held where they were until the kernel's have caught up; if its
/// idle time went back for long, it was taken out and put in again and really began anew.
final class CpuTimes implements Family {
    private static final String[] MODES = {
        "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"
    };
    private static final int IDLE = 3;
    private static final int GUEST = 8;
    private static final int GUEST_NICE = 9;
    private static final int COUNT = 10;
    private static final double TICKS_PER_SECOND = 100;
    private static final double NEW_BEGINNING_SECONDS = 3;

    private final Map<String, double[]> shown = new HashMap<>();

    @Override
    public void read(ProcFiles proc, Readings into) throws IOException {
        Set<String> here = new HashSet<>();
        for (ProcText.Line line : ProcText.lines(proc, "stat")) {
            String word = line.word(0);
            if (word.startsWith("cpu") && !word.equals("cpu")) {
                String cpu = word.substring("cpu".length());
                here.add(cpu);
                add(cpu, held(cpu, seconds(line)), into);
            }
        }
        shown.keySet().retainAll(here);
    }

    private static double[] seconds(ProcText.Line line) throws IOException {
        double[] seconds = new double[COUNT];
        // Old kernels have fewer columns.
        for (int i = 0; i < COUNT && i + 1 < line.size(); i++) {
            seconds[i] = line.number(i + 1) / TICKS_PER_SECOND;
        }
        return seconds;
    }

    private double[] held(String cpu, double[] now) {
        double[] before = shown.get(cpu);
        if (before != null && before[IDLE] - now[IDLE] < NEW_BEGINNING_SECONDS) {
            for (int i = 0; i < COUNT; i++) {
                now[i] = Math.max(now[i], before[i]);
            }
        }
        shown.put(cpu, now);
        return now;
    }

    private static void add(String cpu, double[] seconds, Readings into) throws IOException {
        for (int mode = 0; mode < MODES.length; mode++) {
            into.add("node_cpu_seconds_total", seconds[mode], "cpu", cpu, "mode", MODES[mode]);
        }
        String guest = "node_cpu_guest_seconds_total";
        into.add(guest, seconds[GUEST], "cpu", cpu, "mode", "user");
        into.add(guest, seconds[GUEST_NICE], "cpu", cpu, "mode", "nice");
    }
}
