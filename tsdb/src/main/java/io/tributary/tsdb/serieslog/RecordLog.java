package io.tributary.tsdb.serieslog;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.NoSpaceException;
import java.io.IOException;
import java.nio.file.Path;

/// A log of few records, in a file like that of {@link SeriesLog}, without its reserve: what is
/// added is durable when {@link #append} returns.
///
/// Used by one thread at a time; it has none of its own.
public final class RecordLog implements AutoCloseable {
    private final LogFile file;
    private final SeriesLogReport report;
    private boolean failed;

    private RecordLog(LogReader.Opened opened) {
        this.file = opened.file();
        this.report = opened.report();
    }

    /// Opens the log of a directory, as {@link SeriesLog#open}.
    ///
    /// @throws IOException if the disk fails, `found` throws, or the log was written by a newer
    ///   version
    public static RecordLog open(Disk disk, Path directory, RecordVisitor found)
            throws IOException {
        return new RecordLog(new LogFiles(disk, directory, 0).open(found));
    }

    /// What opening found.
    public SeriesLogReport report() {
        return report;
    }

    /// Adds whole records, headers included: `records[0 .. length)`.
    ///
    /// @throws NoSpaceException if the disk is full: nothing was added, and it may be tried again
    /// @throws IOException if nobody knows whether they are durable: nothing can be added any more
    public void append(byte[] records, int length) throws IOException {
        if (failed) {
            throw new IOException("cannot add records: they could not be made durable before");
        }
        failed = true;
        try {
            file.append(records, length, LogFile.Room.FRESH);
        } catch (NoSpaceException e) {
            failed = false;
            throw e;
        }
        file.sync();
        failed = false;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
