package io.tributary.runtime.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Gives the system's refusals their words: what was being done, to which file, and why not.
///
/// The kinds a caller tells apart (no such file, file exists, no space) stay kinds of their own;
/// all else is an `IOException`.
final class Refusals {
    /// ENOSPC and EDQUOT, as the C library words them. A system that speaks another language is
    /// caught by the space that is left.
    private static final List<String> FULL =
            List.of("No space left on device", "Disk quota exceeded");

    private final Path root;

    Refusals(Path root) {
        this.root = root;
    }

    /// For what takes no space.
    IOException explain(String what, IOException cause) {
        return switch (cause) {
            case NoSuchFileException e ->
                    with(new NoSuchFileException(what, null, "no such file"), e);
            case FileAlreadyExistsException e ->
                    with(new FileAlreadyExistsException(what, null, "file exists"), e);
            default -> new IOException(what + ": " + reason(cause), cause);
        };
    }

    /// For what takes space: `bytes` more were wanted.
    IOException explain(String what, long bytes, IOException cause) {
        if (cause instanceof NoSuchFileException || cause instanceof FileAlreadyExistsException) {
            return explain(what, cause);
        }
        String reason = reason(cause);
        if (FULL.stream().anyMatch(reason::contains) || isFull(bytes)) {
            return new NoSpaceException(what + ": " + reason, cause);
        }
        return explain(what, cause);
    }

    private boolean isFull(long wantedBytes) {
        try {
            return Files.getFileStore(root).getUsableSpace() < wantedBytes;
        } catch (IOException e) {
            return false;
        }
    }

    private static String reason(IOException cause) {
        String reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }

    private static <E extends IOException> E with(E exception, IOException cause) {
        exception.initCause(cause);
        return exception;
    }
}
