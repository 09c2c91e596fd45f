package io.tributary.server.enroll;

import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.runtime.files.InputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A file with a passphrase; what is white at its end, such as a line's, is no part of it.
public final class PassphraseFile {
    private static final int BYTES_MAX = 4_096;

    private PassphraseFile() {}

    /// The passphrase in a file.
    ///
    /// @throws IOException if it cannot be read, or is too short or too long to be one
    public static SealingSecret read(Path path) throws IOException {
        Path file = path.toAbsolutePath();
        byte[] bytes = InputFiles.readOne(file, BYTES_MAX);
        String text = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
        try {
            return SealingSecret.passphrase(text.toCharArray());
        } catch (IllegalArgumentException e) {
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
