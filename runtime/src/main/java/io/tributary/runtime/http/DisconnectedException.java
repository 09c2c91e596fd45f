package io.tributary.runtime.http;

/// The other side went away; nobody is left to answer.
final class DisconnectedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DisconnectedException() {
        super("client disconnected", null, false, false);
    }
}
