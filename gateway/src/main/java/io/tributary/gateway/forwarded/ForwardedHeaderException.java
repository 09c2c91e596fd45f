package io.tributary.gateway.forwarded;

/// A header cannot be read as what it should be. The message says what was found and what was
/// expected, and shows nothing of the header but places in it.
public final class ForwardedHeaderException extends Exception {
    private static final long serialVersionUID = 1;

    ForwardedHeaderException(String message) {
        super(message, null, false, false);
    }
}
