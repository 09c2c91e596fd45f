package io.tributary.cli.importing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/// Lines that are sent as one request. Reused.
final class LineBatch {
    /// Most lines.
    static final int LINES_MAX = 10_000;

    /// Most bytes, before they are packed; one line may have more.
    static final int BYTES_MAX = 1 << 20;

    private final int linesMax;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int lines;

    LineBatch(int linesMax) {
        this.linesMax = linesMax;
    }

    void add(String line) {
        bytes.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        lines++;
    }

    int lines() {
        return lines;
    }

    boolean isFull() {
        return lines >= linesMax || bytes.size() >= BYTES_MAX;
    }

    byte[] gzip() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
            bytes.writeTo(stream);
        }
        return packed.toByteArray();
    }

    void clear() {
        bytes.reset();
        lines = 0;
    }
}
