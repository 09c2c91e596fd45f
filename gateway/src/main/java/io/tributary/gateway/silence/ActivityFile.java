package io.tributary.gateway.silence;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// The last times of clusters, in one file that is replaced as a whole:
///
/// ```
/// 6f1f2d6e-3c52-4f0a-9c1e-0c8c0a3f7a10 1700000000000
/// ```
///
/// A line a cluster: its id, and milliseconds since 1970. A line that says nothing of the kind is
/// passed over: what is lost is when somebody was last heard of, and they will be again.
final class ActivityFile {
    private static final Path NAME = Path.of("last-heard");
    private static final Path NEXT = Path.of("last-heard.next");

    /// A hundred thousand clusters, and half as much again.
    private static final long BYTES_MAX = 8L << 20;

    private final Disk disk;
    private final Path directory;

    /// What was written last, so that nothing is written where nothing changed.
    private String written = "";

    ActivityFile(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    Map<UUID, Long> read() throws IOException {
        Map<UUID, Long> times = new HashMap<>();
        disk.createDirectories(directory);
        if (!disk.exists(directory.resolve(NAME))) {
            return times;
        }
        try (DiskFile file = disk.open(directory.resolve(NAME), Disk.Mode.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.sizeBytes(), BYTES_MAX));
            file.read(bytes, 0);
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
            text.lines().forEach(line -> readLine(line, times));
        }
        return times;
    }

    synchronized void write(Map<UUID, AtomicLong> times) throws IOException {
        StringBuilder text = new StringBuilder();
        times.forEach((id, millis) -> text.append(id).append(' ').append(millis).append('\n'));
        if (text.toString().equals(written)) {
            return;
        }
        Path next = directory.resolve(NEXT);
        if (disk.exists(next)) {
            disk.delete(next);
        }
        try (DiskFile file = disk.open(next, Disk.Mode.CREATE)) {
            file.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII)), 0);
            file.sync();
        }
        disk.rename(next, directory.resolve(NAME));
        disk.syncDirectory(directory);
        written = text.toString();
    }

    private static void readLine(String line, Map<UUID, Long> into) {
        int blank = line.indexOf(' ');
        try {
            if (blank > 0) {
                into.put(
                        UUID.fromString(line.substring(0, blank)),
                        Long.parseLong(line.substring(blank + 1)));
            }
        } catch (IllegalArgumentException e) {
            // Passed over, as said above.
        }
    }
}
