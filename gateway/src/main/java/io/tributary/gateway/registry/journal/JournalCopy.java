package io.tributary.gateway.registry.journal;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/// A journal in memory that was read from its first line to its last: what {@link
/// RegistryJournal#copy} made.
public final class JournalCopy {
    private static final String WHAT = "the journal of the registry";

    private final byte[] bytes;
    private final JournalState state;

    private JournalCopy(byte[] bytes, JournalState state) {
        this.bytes = bytes;
        this.state = state;
    }

    /// Reads one. No bytes at all are a registry in which nothing was declared.
    ///
    /// @throws IOException if a line is damaged, missing or not whole, the last one too
    public static JournalCopy read(byte[] bytes) throws IOException {
        JournalState state = new JournalState();
        int number = 0;
        int from = 0;
        while (from < bytes.length) {
            number++;
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            String name = "%s: line %d".formatted(WHAT, number);
            if (end == bytes.length || end - from > JournalLine.BYTES_MAX) {
                throw new IOException(name + " has no end where one could be");
            }
            state.take(name, JournalLine.decode(name, Arrays.copyOfRange(bytes, from, end)));
            from = end + 1;
        }
        state.end("%s: line %d".formatted(WHAT, number));
        return new JournalCopy(bytes.clone(), state);
    }

    /// Of the newest change; 0 where there was none.
    public long version() {
        return state.version();
    }

    /// How many objects of a kind there are.
    public long count(ObjectKind kind) {
        return state.objects().keySet().stream().filter(key -> key.kind() == kind).count();
    }

    /// Writes it as the journal of a directory where there is none, durably.
    public void install(Disk disk, Path directory) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        disk.createDirectories(directory);
        Path file = directory.resolve(RegistryJournal.FILE);
        try (DiskFile made = disk.open(file, Disk.Mode.CREATE_PRIVATE)) {
            made.write(ByteBuffer.wrap(bytes), 0);
            made.sync();
        }
        disk.syncDirectory(directory);
    }

    @Override
    public String toString() {
        return "JournalCopy[version " + version() + "]";
    }
}
