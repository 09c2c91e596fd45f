package io.tributary.runtime.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/// Linux' `statfs(2)`: the JDK's own file stores know nothing of inodes.
///
/// ```
/// struct statfs, 64 bits, in longs:
///   0 type  1 bsize  2 blocks  3 bfree  4 bavail  5 files  6 ffree  7 fsid  8 namelen  9 frsize  10 flags  11..14 spare
/// ```
final class Statfs {
    private static final long STRUCT_BYTES = 15 * 8;

    private final Optional<MethodHandle> statfs;
    private final VarHandle errno;
    private final MemoryLayout state;

    private Statfs(Optional<MethodHandle> statfs) {
        this.statfs = statfs;
        this.state = Linker.Option.captureStateLayout();
        this.errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    }

    @SuppressWarnings("restricted") // the one call into the C library, its types checked by a test
    static Statfs open() {
        boolean known =
                System.getProperty("os.name", "").equals("Linux") && ADDRESS.byteSize() == 8;
        Linker linker = Linker.nativeLinker();
        return new Statfs(
                Optional.of(linker.defaultLookup())
                        .filter(lookup -> known)
                        .flatMap(lookup -> lookup.find("statfs"))
                        .map(address ->
                                linker.downcallHandle(
                                        address,
                                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
                                        Linker.Option.captureCallState("errno"))));
    }

    FileSystems.Use use(String mountPoint) {
        if (statfs.isEmpty()) {
            return new FileSystems.Use.Failed("not supported on this system");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment captured = arena.allocate(state);
            MemorySegment found = arena.allocate(STRUCT_BYTES, 8);
            int failed = call(statfs.get(), captured, arena.allocateFrom(mountPoint), found);
            if (failed != 0) {
                return new FileSystems.Use.Failed(text((int) errno.get(captured, 0L)));
            }
            long blockBytes = word(found, 1);
            return new FileSystems.Use.Known(
                    word(found, 2) * blockBytes,
                    word(found, 3) * blockBytes,
                    word(found, 4) * blockBytes,
                    word(found, 5),
                    word(found, 6));
        }
    }

    private static int call(
            MethodHandle function, MemorySegment state, MemorySegment path, MemorySegment into) {
        try {
            return (int) function.invokeExact(state, path, into);
        } catch (Throwable e) {
            throw new IllegalStateException("BUG: statfs cannot be called", e);
        }
    }

    private static long word(MemorySegment struct, int index) {
        return struct.getAtIndex(JAVA_LONG, index);
    }

    /// The errors one meets at mounts, in the words that Go, and so node_exporter, has for them.
    private static String text(int error) {
        return switch (error) {
            case 1 -> "operation not permitted";
            case 2 -> "no such file or directory";
            case 5 -> "input/output error";
            case 13 -> "permission denied";
            case 19 -> "no such device";
            case 20 -> "not a directory";
            case 107 -> "transport endpoint is not connected";
            case 112 -> "host is down";
            case 116 -> "stale NFS file handle";
            default -> "errno " + error;
        };
    }
}
