package io.tributary.runtime.host;

/// How full file systems are.
@FunctionalInterface
public interface FileSystems {
    /// What is known of a file system.
    sealed interface Use {
        /// Bytes and inodes.
        ///
        /// @param availBytes free for everybody, not for root only
        record Known(long sizeBytes, long freeBytes, long availBytes, long files, long filesFree)
                implements Use {}

        /// It could not be asked.
        ///
        /// @param error why, in a few words
        record Failed(String error) implements Use {}
    }

    /// Asks the file system that is mounted at a directory. Blocks within a bound.
    Use use(String mountPoint);

    /// Those of this machine, which must be a 64-bit Linux; others fail by name.
    static FileSystems ofThisMachine() {
        return new PatientFileSystems(Statfs.open()::use);
    }
}
