package io.tributary.gateway.pki.store;

import io.tributary.gateway.pki.store.StoredStateException.Reason;
import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A log of lines of text, appended to one by one and rewritten now and then.
///
/// ```
/// tributary joins 1
/// 5d1c0f3e join 9f86…                    CRC32C of "<offset of the line> <text>", text
/// ```
///
/// A start reads the log and writes it anew: so no line is continued that a failed sync may have
/// left in memory only. After a failed append the log must be rewritten, too; until then it refuses
/// ({@link #mustBeRewritten}).
///
/// *Invariants*: a line that {@link #append} returned for is durable; at most one line is not, and
/// only that one can be torn. So a line that is wrong before one that is right is damage.
///
/// Guarded by its owner.
public final class LineLog implements AutoCloseable {
    /// Longest text of a line.
    public static final int TEXT_BYTES_MAX = 1_000;

    private static final int SUM_CHARACTERS = 8;
    private static final int WRITE_BYTES = 64 * 1024;

    private final WholeFile file;
    private final String header;
    private Optional<DiskFile> open = Optional.empty();
    private long sizeBytes;
    private long lineCount;
    private boolean failed;

    /// What takes the lines at a start, in their order.
    @FunctionalInterface
    public interface Reader {
        /// Takes the next line.
        ///
        /// @throws IllegalArgumentException if it is none of its kind
        void line(String text);
    }

    private LineLog(WholeFile file, String kind) {
        this.file = file;
        this.header = "tributary " + kind + " 1\n";
    }

    /// Reads a log; one that is not there is empty. It must be rewritten before it is appended to.
    ///
    /// @param kind what the lines are about, one word
    public static LineLog read(WholeFile file, String kind, int bytesMax, Reader reader)
            throws IOException {
        LineLog log = new LineLog(file, kind);
        Optional<byte[]> bytes = file.read(bytesMax);
        if (bytes.isPresent()) {
            log.read(bytes.get(), reader);
        }
        return log;
    }

    /// An empty log, whatever the file holds: it becomes so when it is rewritten.
    public static LineLog fresh(WholeFile file, String kind) {
        return new LineLog(file, kind);
    }

    /// Whether a text can be a line's: 1 to {@link #TEXT_BYTES_MAX} characters of ASCII that are
    /// seen.
    public static boolean isText(String text) {
        return !text.isEmpty()
                && text.length() <= TEXT_BYTES_MAX
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /// Whether an append would be refused.
    public boolean mustBeRewritten() {
        return failed || open.isEmpty();
    }

    /// Lines in the file, superseded ones too.
    public long lineCount() {
        return lineCount;
    }

    /// Adds a line, durably.
    ///
    /// @throws IOException after which nothing is known of the line, until the log is rewritten
    public void append(String text) throws IOException {
        if (mustBeRewritten()) {
            throw new IllegalStateException("BUG: " + file + " is to be rewritten first");
        }
        DiskFile target = open.orElseThrow();
        byte[] line = line(text, sizeBytes);
        failed = true;
        target.write(ByteBuffer.wrap(line), sizeBytes);
        target.sync();
        failed = false;
        sizeBytes += line.length;
        lineCount++;
    }

    /// Makes these the lines, all others forgotten, durably.
    public void rewrite(Iterator<String> texts) throws IOException {
        WholeFile.makeDirectory(file.disk(), file.directory());
        if (file.disk().exists(file.fresh())) {
            file.disk().delete(file.fresh());
        }
        failed = true;
        DiskFile fresh = file.disk().open(file.fresh(), Disk.Mode.CREATE_PRIVATE);
        boolean done = false;
        try {
            long lines = writeAll(fresh, texts);
            fresh.sync();
            file.disk().rename(file.fresh(), file.path());
            file.disk().syncDirectory(file.directory());
            lineCount = lines;
            done = true;
        } finally {
            if (!done) {
                fresh.close();
            }
        }
        close();
        open = Optional.of(fresh);
        failed = false;
    }

    @Override
    public void close() throws IOException {
        Optional<DiskFile> before = open;
        open = Optional.empty();
        if (before.isPresent()) {
            before.get().close();
        }
    }

    private long writeAll(DiskFile fresh, Iterator<String> texts) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(WRITE_BYTES);
        buffer.put(header.getBytes(StandardCharsets.US_ASCII));
        long written = 0;
        long lines = 0;
        while (texts.hasNext()) {
            byte[] line = line(texts.next(), written + buffer.position());
            if (buffer.remaining() < line.length) {
                written += flush(fresh, buffer, written);
            }
            buffer.put(line);
            lines++;
        }
        written += flush(fresh, buffer, written);
        sizeBytes = written;
        return lines;
    }

    private static int flush(DiskFile fresh, ByteBuffer buffer, long position) throws IOException {
        int length = buffer.flip().remaining();
        fresh.write(buffer, position);
        buffer.clear();
        return length;
    }

    private void read(byte[] bytes, Reader reader) throws StoredStateException {
        byte[] head = header.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < head.length
                || !new String(bytes, 0, head.length, StandardCharsets.ISO_8859_1).equals(header)) {
            throw new StoredStateException(
                    Reason.FORMAT, "%s does not begin with \"%s\"".formatted(file, header.strip()));
        }
        int offset = head.length;
        while (offset < bytes.length) {
            Optional<String> text = text(bytes, offset);
            if (text.isEmpty()) {
                checkTorn(bytes, offset);
                return;
            }
            try {
                reader.line(text.get());
            } catch (IllegalArgumentException e) {
                throw new StoredStateException(
                        Reason.FORMAT,
                        "%s at offset %d: %s".formatted(file, offset, e.getMessage()));
            }
            lineCount++;
            offset = end(bytes, offset) + 1;
        }
    }

    /// Makes sure that what is wrong at an offset is the newest line: nothing behind it is a line,
    /// wherever it begins, for what ends lines may be wrong, too.
    private void checkTorn(byte[] bytes, int offset) throws StoredStateException {
        for (int next = offset + 1; next < bytes.length; next++) {
            if (text(bytes, next).isPresent()) {
                throw new StoredStateException(
                        Reason.DAMAGED,
                        "%s is damaged at offset %d: the line there is not what was written"
                                .formatted(file, offset));
            }
        }
    }

    /// The text of the line at an offset, where it is as it was written.
    private static Optional<String> text(byte[] bytes, int offset) {
        int end = end(bytes, offset);
        int length = end - offset - SUM_CHARACTERS - 1;
        if (end == bytes.length || length < 1 || length > TEXT_BYTES_MAX) {
            return Optional.empty();
        }
        String line = new String(bytes, offset, end - offset, StandardCharsets.ISO_8859_1);
        String text = line.substring(SUM_CHARACTERS + 1);
        return line.equals(sum(text, offset) + " " + text) ? Optional.of(text) : Optional.empty();
    }

    /// Where the line at an offset ends, or something that is longer than a line.
    private static int end(byte[] bytes, int offset) {
        int most = Math.min(bytes.length, offset + SUM_CHARACTERS + TEXT_BYTES_MAX + 2);
        int end = offset;
        while (end < most && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    private static byte[] line(String text, long offset) {
        if (!isText(text)) {
            throw new IllegalArgumentException("BUG: no text for a line: " + text.length());
        }
        return (sum(text, offset) + " " + text + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String sum(String text, long offset) {
        CRC32C crc = new CRC32C();
        crc.update((offset + " " + text).getBytes(StandardCharsets.ISO_8859_1));
        return "%08x".formatted(crc.getValue());
    }
}
