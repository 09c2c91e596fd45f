package io.tributary.server.query;

import io.tributary.format.json.JsonWriter;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.metrics.Counter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file with a line of JSON for each query. One that is full gets the name `NAME.1`, in place of
/// what had it, and a new one is begun: two files at most.
///
/// A query is answered whether or not its line can be written. Safe from any thread.
public final class QueryLogFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryLogFile.class);
    private static final int BUFFER_BYTES = 4 * 1024;

    private final Disk disk;
    private final Path name;
    private final long sizeBytesMax;
    private final Counter dropped;
    private DiskFile file;
    private long sizeBytes;
    private boolean failing;
    private boolean closed;

    private QueryLogFile(
            Disk disk, Path name, long sizeBytesMax, Counter dropped, DiskFile file, long size) {
        this.disk = disk;
        this.name = name;
        this.sizeBytesMax = sizeBytesMax;
        this.dropped = dropped;
        this.file = file;
        this.sizeBytes = size;
    }

    /// Opens a file, to go on behind what it holds; its directory is made where it is not there.
    ///
    /// @param file not the root
    /// @param sizeBytesMax a file is full where the next line would make it larger
    /// @param dropped counts lines that could not be written
    /// @throws IOException if it cannot be opened; the message names it
    public static QueryLogFile open(Path file, long sizeBytesMax, Counter dropped)
            throws IOException {
        Path name = file.getFileName();
        Path directory = file.getParent();
        if (name == null || directory == null) {
            throw new IOException("cannot open query log " + file + ": not a file in a directory");
        }
        Disk disk = LocalDisk.open(directory);
        DiskFile opened = disk.open(name, Disk.Mode.CREATE_OR_WRITE);
        return new QueryLogFile(disk, name, sizeBytesMax, dropped, opened, opened.sizeBytes());
    }

    void add(QueryRecord query) {
        append(line(query));
    }

    private synchronized void append(byte[] line) {
        if (closed) {
            return;
        }
        try {
            if (sizeBytes > 0 && sizeBytes + line.length > sizeBytesMax) {
                beginAnew();
            }
            file.write(ByteBuffer.wrap(line), sizeBytes);
            sizeBytes += line.length;
            failing = false;
        } catch (IOException e) {
            dropped.increment();
            if (!failing) {
                LOG.warn("query log cannot be written, queries go on", e);
            }
            failing = true;
        }
    }

    private synchronized void beginAnew() throws IOException {
        // Somebody took it away, or the attempt before came no further.
        if (disk.exists(name)) {
            disk.rename(name, name.resolveSibling(name.getFileName() + ".1"));
        }
        DiskFile full = file;
        file = disk.open(name, Disk.Mode.CREATE_OR_WRITE);
        sizeBytes = 0;
        full.close();
    }

    private static byte[] line(QueryRecord query) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            JsonWriter json = new JsonWriter(new byte[BUFFER_BYTES], line::write);
            QueryJson.write(json, query);
            json.flush();
        } catch (IOException e) {
            throw new IllegalStateException("BUG: memory refused a write", e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        file.close();
    }
}
