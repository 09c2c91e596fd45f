package io.tributary.format.remotewrite;

/// The bytes of a request are not the message they should be: the sender's fault, nothing of the
/// request may be stored.
///
/// Carries no stack trace: a flood of bad requests must cost little, and the place that counts is
/// the one in the bytes.
public final class MalformedRequestException extends Exception {
    private final int offset;

    /// @param what what was wrong, naming message and field where known
    /// @param offset where, in bytes from the start of the message
    public MalformedRequestException(String what, int offset) {
        super("malformed remote write request: " + what + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    /// Bytes from the start of the message.
    public int offset() {
        return offset;
    }
}
