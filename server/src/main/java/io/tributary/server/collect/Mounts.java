package io.tributary.server.collect;

import io.tributary.model.relabel.Regex;
import io.tributary.runtime.host.FileSystems;
import io.tributary.runtime.host.ProcFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How full file systems are: mounts from `/proc/1/mountinfo`, figures from the file system itself.
///
/// ```
/// 27 1 254:0 / /mnt rw,relatime shared:1 - ext4 /dev/vda rw,discard
///      major:minor  mount point, its options        type, device, options of the file system
/// ```
final class Mounts implements Family {
    private static final int FIELDS_MIN = 10;
    private static final int NUMBERS = 2;
    private static final int POINT = 4;
    private static final int OPTIONS = 5;

    private static final Set<String> TYPES_LEFT_OUT =
            Set.of(
                    "autofs",
                    "binfmt_misc",
                    "bpf",
                    "cgroup",
                    "cgroup2",
                    "configfs",
                    "debugfs",
                    "devpts",
                    "devtmpfs",
                    "erofs",
                    "fusectl",
                    "hugetlbfs",
                    "iso9660",
                    "mqueue",
                    "nsfs",
                    "overlay",
                    "proc",
                    "procfs",
                    "pstore",
                    "rpc_pipefs",
                    "securityfs",
                    "selinuxfs",
                    "squashfs",
                    "sysfs",
                    "tracefs");

    private static final Regex POINTS_LEFT_OUT =
            Regex.compile(
                    "/(dev|proc|sys|run/credentials/.+|var/lib/docker/.+|var/lib/containers/storage/.+)(/.*)?");

    /// One mount.
    private record Mount(
            String device,
            String point,
            String type,
            String major,
            String minor,
            boolean readOnly) {}

    private final FileSystems fileSystems;

    Mounts(FileSystems fileSystems) {
        this.fileSystems = fileSystems;
    }

    @Override
    public void read(ProcFiles proc, Readings into) throws IOException {
        // The first process sees the host's mounts; a container, or a hidden /proc, has its own
        // only.
        Optional<String> first = proc.find("1/mountinfo");
        String text = first.isPresent() ? first.get() : proc.text("self/mountinfo");
        for (String line : text.lines().toList()) {
            Mount mount = mount(line);
            if (!isLeftOut(mount)) {
                add(mount, into);
            }
        }
    }

    private static Mount mount(String line) throws IOException {
        String[] fields = line.split(" ", -1);
        int last = fields.length - 1;
        if (fields.length < FIELDS_MIN || !fields[last - 3].equals("-")) {
            throw new IOException("mountinfo: found \"" + line + "\", expected a mount");
        }
        String[] numbers = fields[NUMBERS].split(":", 2);
        return new Mount(
                fields[last - 1],
                fields[POINT].replace("\\040", " ").replace("\\011", "\t"),
                fields[last - 2],
                numbers[0],
                numbers.length > 1 ? numbers[1] : "",
                isReadOnly(fields[OPTIONS], fields[last]));
    }

    private static boolean isLeftOut(Mount mount) {
        return TYPES_LEFT_OUT.contains(mount.type)
                || POINTS_LEFT_OUT.expand(mount.point, "").isPresent();
    }

    private static boolean isReadOnly(String options, String superOptions) {
        List<String> all = Arrays.asList(superOptions.split(",", -1));
        return Arrays.asList(options.split(",", -1)).contains("ro")
                || all.contains("ro")
                || all.contains("emergency_ro");
    }

    private void add(Mount mount, Readings into) throws IOException {
        switch (fileSystems.use(mount.point)) {
            case FileSystems.Use.Failed(var error) -> {
                add(into, mount, error, "device_error", 1);
                add(into, mount, error, "readonly", mount.readOnly ? 1 : 0);
            }
            case FileSystems.Use.Known known -> {
                add(into, mount, "", "device_error", 0);
                add(into, mount, "", "readonly", mount.readOnly ? 1 : 0);
                add(into, mount, "", "size_bytes", (double) known.sizeBytes());
                add(into, mount, "", "free_bytes", (double) known.freeBytes());
                add(into, mount, "", "avail_bytes", (double) known.availBytes());
                add(into, mount, "", "files", (double) known.files());
                add(into, mount, "", "files_free", (double) known.filesFree());
                into.add(
                        "node_filesystem_mount_info",
                        1,
                        "device",
                        mount.device,
                        "major",
                        mount.major,
                        "minor",
                        mount.minor,
                        "mountpoint",
                        mount.point);
            }
        }
    }

    private static void add(Readings into, Mount mount, String error, String name, double value)
            throws IOException {
        into.add(
                "node_filesystem_" + name,
                value,
                "device",
                mount.device,
                "mountpoint",
                mount.point,
                "fstype",
                mount.type,
                "device_error",
                error);
    }
}
