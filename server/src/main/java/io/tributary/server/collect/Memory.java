package io.tributary.server.collect;

import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;
import java.util.Set;

/// Memory, from `/proc/meminfo`: `MemTotal: 24684084 kB`. Lines that node_exporter does not know
/// are left out.
final class Memory implements Family {
    private static final double KIB = 1024;

    private static final Set<String> BYTES =
            Set.of(
                    "Active",
                    "Active(anon)",
                    "Active(file)",
                    "AnonHugePages",
                    "AnonPages",
                    "Bounce",
                    "Buffers",
                    "Cached",
                    "CmaFree",
                    "CmaTotal",
                    "CommitLimit",
                    "Committed_AS",
                    "DirectMap1G",
                    "DirectMap2M",
                    "DirectMap4k",
                    "Dirty",
                    "HardwareCorrupted",
                    "Hugepagesize",
                    "Inactive",
                    "Inactive(anon)",
                    "Inactive(file)",
                    "KernelStack",
                    "Mapped",
                    "MemAvailable",
                    "MemFree",
                    "MemTotal",
                    "Mlocked",
                    "NFS_Unstable",
                    "PageTables",
                    "Percpu",
                    "SReclaimable",
                    "SUnreclaim",
                    "Shmem",
                    "ShmemHugePages",
                    "ShmemPmdMapped",
                    "Slab",
                    "SwapCached",
                    "SwapFree",
                    "SwapTotal",
                    "Unevictable",
                    "VmallocChunk",
                    "VmallocTotal",
                    "VmallocUsed",
                    "Writeback",
                    "WritebackTmp",
                    "Zswap",
                    "Zswapped");

    private static final Set<String> PAGES =
            Set.of("HugePages_Free", "HugePages_Rsvd", "HugePages_Surp", "HugePages_Total");

    @Override
    public void read(ProcFiles proc, Readings into) throws IOException {
        for (ProcText.Line line : ProcText.lines(proc, "meminfo")) {
            String word = line.word(0);
            String field = word.endsWith(":") ? word.substring(0, word.length() - 1) : word;
            boolean bytes = BYTES.contains(field);
            if (bytes || PAGES.contains(field)) {
                double unit = line.size() > 2 && line.word(2).equals("kB") ? KIB : 1;
                into.add(name(field, bytes), line.number(1) * unit);
            }
        }
    }

    private static String name(String field, boolean bytes) {
        String name = "node_memory_" + field.replace("(", "_").replace(")", "");
        return bytes ? name + "_bytes" : name;
    }
}
