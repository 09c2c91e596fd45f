package io.tributary.gateway;

/// The headers of a request name no tenant that may be named. The sender's fault; the message names
/// the header and what was wrong.
public final class IdentityException extends Exception {
    private static final long serialVersionUID = 1;

    IdentityException(String message) {
        super(message, null, false, false);
    }
}
