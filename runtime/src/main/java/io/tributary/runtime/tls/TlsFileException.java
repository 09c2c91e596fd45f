package io.tributary.runtime.tls;

import java.io.IOException;

/// A file that TLS needs cannot be used. The message says what was found in which file, and what
/// was expected; never a secret.
public final class TlsFileException extends IOException {
    private static final long serialVersionUID = 1;

    private final TlsFiles.Part part;

    TlsFileException(TlsFiles.Part part, String message) {
        super(message);
        this.part = part;
    }

    /// Which of the files is at fault; of two that do not fit together, the key.
    public TlsFiles.Part part() {
        return part;
    }
}
