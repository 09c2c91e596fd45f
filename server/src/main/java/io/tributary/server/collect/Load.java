package io.tributary.server.collect;

import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;

/// How many processes want to run, from `/proc/loadavg`.
final class Load implements Family {
    @Override
    public void read(ProcFiles proc, Readings into) throws IOException {
        for (ProcText.Line line : ProcText.lines(proc, "loadavg")) {
            into.add("node_load1", line.number(0));
            into.add("node_load5", line.number(1));
            into.add("node_load15", line.number(2));
        }
    }
}
