package io.tributary.tsdb.chunks.file;

import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads a file entry by entry, believing nothing that a checksum does not prove: to close it, or
/// to find what a killed process or damage has left of it.
///
/// Where no entry stands, every next byte is tried. What was passed over is a *hole*. The first
/// entry of a batch says that all before it was durable, and so does whoever knows of a later file:
/// a hole is damage then, and the entries behind it count. Otherwise it is in the newest batch,
/// which was never made durable (or is rotten, which looks the same): then nothing behind the hole
/// counts, since a lane of which a later chunk is found is asked of the wal from there on only.
///
/// Cost: one pass; in a hole, a checksum for about one byte in a thousand. Memory: columns of the
/// chunks, about 60 bytes each, and a window of 4 MiB. Owned by one thread.
public final class FileScan {
    private static final int WINDOW_BYTES = 4 << 20;

    /// A stretch without an entry, `from` inclusive, `to` exclusive.
    public record Hole(long from, long to) {}

    private final DiskFile file;
    private final long number;
    private final long limit;
    private final ChunkEntry entry = new ChunkEntry();
    private final ChunkList chunks = new ChunkList();
    private final List<Hole> damages = new ArrayList<>();
    private final List<Hole> unproven = new ArrayList<>();
    private final byte[] window;
    private long windowFrom;
    private long windowTo;
    private long lastBatch = FileHeader.BYTES;
    private long validTo = FileHeader.BYTES;
    private long writtenTo = FileHeader.BYTES;

    /// What there was before the first of the unproven holes.
    private int countBefore;

    private long validBefore;

    private FileScan(DiskFile file, long number, long limit) {
        this.file = file;
        this.number = number;
        this.limit = limit;
        this.window = new byte[Math.clamp(limit, 1, WINDOW_BYTES)];
    }

    /// Reads a file up to `limit`.
    ///
    /// @param limit at most 2^31 − 1
    /// @param hasHeader whether the file begins with its header; if not, that is a hole too
    /// @param isProven whether all of it is known to have been durable
    public static FileScan read(
            DiskFile file, long number, long limit, boolean hasHeader, boolean isProven)
            throws IOException {
        FileScan scan = new FileScan(file, number, limit);
        if (!hasHeader) {
            scan.hole(0, FileHeader.BYTES);
        }
        scan.run(isProven);
        return scan;
    }

    public int chunkCount() {
        return chunks.size();
    }

    /// What was durable and cannot be read.
    public List<Hole> damages() {
        return List.copyOf(damages);
    }

    /// Whether all of the file is entries.
    public boolean isWhole() {
        return damages.isEmpty() && unproven.isEmpty() && validTo == limit;
    }

    /// Whether nothing was ever written behind the header.
    public boolean isBlank() {
        return writtenTo <= FileHeader.BYTES;
    }

    /// Bytes that were written and not made durable, zeros at the end of the file left out.
    public long tornBytes() {
        return unproven.isEmpty() ? 0 : writtenTo - unproven.getFirst().from();
    }

    /// Where the newest batch begins that is not proven to be durable.
    public long lastBatchOffset() {
        return lastBatch;
    }

    /// Where the last entry ends.
    public long validTo() {
        return validTo;
    }

    /// The footer of what was found, trailer included. A file is not said to be closed before its
    /// newest sample, even if the clock says so: retention would count from there.
    ///
    /// @param offset where in the file it will stand, up to the file's end
    public byte[] footer(long offset, long nowMillis) {
        long closedMillis = Math.max(nowMillis, chunks.newestMillis());
        return new FooterWriter(chunks, number, offset).write(closedMillis);
    }

    private void run(boolean isProven) throws IOException {
        long at = FileHeader.BYTES;
        while (at < limit) {
            at = isEntry(at) ? take(at) : passOver(at);
        }
        if (isProven) {
            prove();
        }
        if (!unproven.isEmpty()) {
            chunks.truncate(countBefore);
            validTo = validBefore;
        }
    }

    /// The first batch is written together with the header, and proves nothing.
    private long take(long at) {
        if (entry.beginsBatch() && at > FileHeader.BYTES) {
            prove();
            lastBatch = at;
        }
        chunks.add(entry, Math.toIntExact(at));
        validTo = at + entry.length();
        writtenTo = validTo;
        return validTo;
    }

    /// Looks for the next entry behind a place where none stands.
    private long passOver(long from) throws IOException {
        long at = from;
        do {
            if (window[(int) (at - windowFrom)] != 0) {
                writtenTo = at + 1;
            }
            at++;
        } while (at < limit && !isEntry(at));
        if (at < limit) {
            hole(from, at);
        } else if (writtenTo > from) {
            hole(from, writtenTo);
        }
        return at;
    }

    private void hole(long from, long to) {
        if (unproven.isEmpty()) {
            countBefore = chunks.size();
            validBefore = validTo;
        }
        unproven.add(new Hole(from, to));
    }

    /// All that was passed over was durable.
    private void prove() {
        damages.addAll(unproven);
        unproven.clear();
    }

    /// Whether an entry stands at a place; the window holds that place then.
    private boolean isEntry(long at) throws IOException {
        long needed = Math.min(limit, at + ChunkEntry.BYTES_MAX);
        if (needed > windowTo) {
            int length = (int) Math.min(window.length, limit - at);
            ByteBuffer buffer = ByteBuffer.wrap(window, 0, length);
            int read = file.read(buffer, at);
            if (read < length) {
                throw new IOException(
                        "cannot read chunk file %06d: it ends at %d, not at %d"
                                .formatted(number, at + read, limit));
            }
            windowFrom = at;
            windowTo = at + length;
        }
        int from = (int) (at - windowFrom);
        return entry.read(window, from, (int) (windowTo - windowFrom), number, at);
    }
}
