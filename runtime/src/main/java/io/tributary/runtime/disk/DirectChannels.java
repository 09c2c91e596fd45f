package io.tributary.runtime.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Opens files past the page cache (O_DIRECT), where that can be had.
final class DirectChannels {
    /// The JDK's word for O_DIRECT stands in its module `jdk.unsupported`, which a run-time image
    /// may lack; so it is looked up by name.
    private static final Optional<OpenOption> DIRECT = find();

    private DirectChannels() {}

    /// A channel for reading and writing whole pages; empty where the JDK or the file system
    /// refuses it, or refuses pages of our size. Some say so at the first access only, so a page is
    /// read.
    static Optional<AsynchronousFileChannel> open(Path path) throws IOException {
        if (DIRECT.isEmpty()) {
            return Optional.empty();
        }
        Set<OpenOption> options =
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, DIRECT.get());
        AsynchronousFileChannel channel;
        try {
            channel = AsynchronousFileChannel.open(path, options, CallerRuns.SHARED);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
        try {
            ByteBuffer page =
                    ByteBuffer.allocateDirect(2 * Disk.PAGE_BYTES)
                            .alignedSlice(Disk.PAGE_BYTES)
                            .limit(Disk.PAGE_BYTES);
            CallerRuns.result(channel.read(page, 0));
            return Optional.of(channel);
        } catch (IOException e) {
            channel.close();
            return Optional.empty();
        }
    }

    private static Optional<OpenOption> find() {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            return Optional.ofNullable(options.getEnumConstants()).stream()
                    .flatMap(Arrays::stream)
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .findFirst();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
