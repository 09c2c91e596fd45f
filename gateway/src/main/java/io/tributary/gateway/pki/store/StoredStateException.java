package io.tributary.gateway.pki.store;

import java.io.IOException;

/// What is stored cannot be used as it is. The message names the file, or what the bytes are, and
/// never a secret.
public final class StoredStateException extends IOException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /// Why it cannot be used.
    public enum Reason {
        /// The bytes are not what was written.
        DAMAGED,
        /// Another format, another content, or a newer version.
        FORMAT,
        /// The passphrase or key is not the one it was sealed with.
        SECRET,
        /// Something is there that would be lost.
        EXISTS,
        /// It is about something else, such as another trust domain.
        OTHER,
        /// No more of it may be kept.
        FULL
    }

    public StoredStateException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
