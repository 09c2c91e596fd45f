package io.tributary.server.collect;

import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;

/// Traffic of network devices, from `/proc/net/dev`: two lines of headings, then `eth0: 16
/// numbers`.
final class NetworkDevices implements Family {
    private static final String[] COLUMNS = {
        "receive_bytes",
        "receive_packets",
        "receive_errs",
        "receive_drop",
        "receive_fifo",
        "receive_frame",
        "receive_compressed",
        "receive_multicast",
        "transmit_bytes",
        "transmit_packets",
        "transmit_errs",
        "transmit_drop",
        "transmit_fifo",
        "transmit_colls",
        "transmit_carrier",
        "transmit_compressed"
    };

    @Override
    public void read(ProcFiles proc, Readings into) throws IOException {
        for (ProcText.Line line : ProcText.lines(proc, "net/dev")) {
            String word = line.word(0);
            if (!word.endsWith(":")) {
                continue;
            }
            String device = word.substring(0, word.length() - 1);
            for (int i = 0; i < COLUMNS.length; i++) {
                into.add(
                        "node_network_" + COLUMNS[i] + "_total",
                        line.number(i + 1),
                        "device",
                        device);
            }
        }
    }
}
