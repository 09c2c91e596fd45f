package io.tributary.runtime.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A directory tree of files. Paths are relative to its root and may not leave it. Safe from any
/// thread.
///
/// Every `IOException` says what was being done and to which file. A name (of a new, renamed or
/// deleted file) is durable only after {@link #syncDirectory} of its directory.
public interface Disk {
    /// What direct writes are made of.
    int PAGE_BYTES = 4096;

    /// How a file is opened.
    enum Mode {
        /// For reading; must exist.
        READ,
        /// For reading and writing; must exist.
        WRITE,
        /// For writing whole pages past the page cache, where the file system has that (else as
        /// `WRITE`); must exist. Positions, lengths and the addresses of buffers, which are direct
        /// ones, are multiples of {@link #PAGE_BYTES}.
        WRITE_DIRECT,
        /// For reading and writing; must not exist.
        CREATE,
        /// As `CREATE`, for secrets: where the file system knows owners, only the file's may read
        /// or write it, from its first moment on, whatever the process' mask says.
        CREATE_PRIVATE,
        /// For reading and writing; made where it does not exist.
        CREATE_OR_WRITE;

        /// Whether the file is made, and so must not exist.
        public boolean isNew() {
            return this == CREATE || this == CREATE_PRIVATE;
        }
    }

    /// Opens a file.
    ///
    /// @throws java.nio.file.NoSuchFileException if it must exist and does not
    /// @throws java.nio.file.FileAlreadyExistsException if it must not exist and does
    DiskFile open(Path file, Mode mode) throws IOException;

    /// Makes a directory and those above it; fine where it exists.
    void createDirectories(Path directory) throws IOException;

    /// The names in a directory, sorted; empty where it does not exist.
    List<String> list(Path directory) throws IOException;

    boolean exists(Path file) throws IOException;

    /// Replaces `target` at once where it exists.
    void rename(Path source, Path target) throws IOException;

    /// Removes a file's name.
    ///
    /// @throws java.nio.file.NoSuchFileException if it does not exist
    void delete(Path file) throws IOException;

    /// Makes the names in a directory durable.
    void syncDirectory(Path directory) throws IOException;

    /// Takes the file as a lock against other processes (and other owners in this one) until
    /// closed; empty if another has it.
    Optional<AutoCloseable> lock(Path file) throws IOException;

    /// Bytes that can still be written.
    long freeBytes() throws IOException;

    /// Where the tree stands, for people.
    String description();
}
