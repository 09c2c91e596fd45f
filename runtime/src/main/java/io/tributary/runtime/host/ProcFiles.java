package io.tributary.runtime.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Files of Linux' `/proc`, or of a directory that looks like it, as text.
public final class ProcFiles {
    /// The most that is read of a file, in bytes. `/proc/stat` of a thousand cores has some 200
    /// KiB.
    public static final int BYTES_MAX = 4 * 1024 * 1024;

    private final Path root;

    private ProcFiles(Path root) {
        this.root = root;
    }

    /// Those of this machine.
    public static ProcFiles ofThisMachine() {
        return new ProcFiles(Path.of("/proc"));
    }

    /// Those below a directory.
    public static ProcFiles below(Path root) {
        return new ProcFiles(root);
    }

    /// The text of a file; bytes that are not UTF-8 become U+FFFD.
    ///
    /// @param path below the root, such as `net/dev`
    /// @throws IOException if it cannot be read, or is larger than {@link #BYTES_MAX}
    public String text(String path) throws IOException {
        try (InputStream in = Files.newInputStream(root.resolve(path))) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IOException("larger than " + BYTES_MAX + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IOException("cannot read " + root.resolve(path) + ": no such file", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + root.resolve(path) + ": " + e.getMessage(), e);
        }
    }

    /// The text of a file; empty where there is none that can be read.
    public Optional<String> find(String path) {
        try {
            return Optional.of(text(path));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
