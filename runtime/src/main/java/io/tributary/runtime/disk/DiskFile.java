package io.tributary.runtime.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file, read and written by position. Safe from any thread, as long as writers do not
/// overlap.
public interface DiskFile extends AutoCloseable {
    /// Fills `into` from `position` on.
    ///
    /// @return how many bytes were read; less than asked for only where the file ends
    int read(ByteBuffer into, long position) throws IOException;

    /// Writes all of `from` at `position`.
    ///
    /// @throws IOException after which nothing is known of the range written
    void write(ByteBuffer from, long position) throws IOException;

    /// Makes the bytes written durable (fdatasync).
    void sync() throws IOException;

    long sizeBytes() throws IOException;

    /// Cuts the file to `sizeBytes`, if it is longer.
    void truncate(long sizeBytes) throws IOException;

    @Override
    void close() throws IOException;
}
