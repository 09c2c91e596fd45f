package io.tributary.cli.importing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The lines of a body that comes, each of which is held as a whole: an answer in chunks has one
/// JSON text a line.
final class AnswerLines {
    /// The longest line: 10,000 points, and tags of 64 KiB, have less than a tenth.
    static final int BYTES_MAX = 16 << 20;

    private final InputStream body;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    AnswerLines(InputStream body) {
        this.body = new BufferedInputStream(body, 64 << 10);
    }

    /// The next one that is not empty.
    ///
    /// @throws IOException if the body breaks off, or the line is too long
    Optional<String> next() throws IOException {
        line.reset();
        while (true) {
            int c = body.read();
            if ((c < 0 || c == '\n') && line.size() > 0) {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            if (c < 0) {
                return Optional.empty();
            }
            if (c != '\n') {
                line.write(c);
            }
            if (line.size() > BYTES_MAX) {
                throw new IOException(
                        "a piece of the answer is longer than %d bytes".formatted(BYTES_MAX));
            }
        }
    }
}
