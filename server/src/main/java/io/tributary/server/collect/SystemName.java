package io.tributary.server.collect;

import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;

/// What `uname` says, from `/proc/sys/kernel`.
final class SystemName implements Family {
    private static final String DIRECTORY = "sys/kernel/";

    @Override
    public void read(ProcFiles proc, Readings into) throws IOException {
        into.add(
                "node_uname_info",
                1,
                "sysname",
                word(proc, "ostype"),
                "release",
                word(proc, "osrelease"),
                "version",
                word(proc, "version"),
                "machine",
                proc.find(DIRECTORY + "arch").map(String::strip).orElseGet(SystemName::machine),
                "nodename",
                word(proc, "hostname"),
                "domainname",
                word(proc, "domainname"));
    }

    /// The host's name; `localhost` where the kernel says none.
    static String host(ProcFiles proc) {
        return proc.find(DIRECTORY + "hostname")
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .orElse("localhost");
    }

    private static String word(ProcFiles proc, String file) throws IOException {
        return proc.text(DIRECTORY + file).strip();
    }

    /// For kernels before 6.1, which do not tell it in a file.
    private static String machine() {
        String architecture = System.getProperty("os.arch", "");
        return architecture.equals("amd64") ? "x86_64" : architecture;
    }
}
