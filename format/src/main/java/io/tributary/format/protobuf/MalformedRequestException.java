package io.tributary.format.protobuf;

/// The bytes of a request are not the message they should be: the sender's fault, nothing of the
/// request may be stored.
///
/// Carries no stack trace: a flood of bad requests must cost little, and the place that counts is
/// the one in the bytes.
public final class MalformedRequestException extends Exception {
    private final int offset;

    /// @param protocol whose request it should be, in words
    /// @param what what was wrong, naming message and field where known
    /// @param offset where, in bytes from the start of the message
    public MalformedRequestException(String protocol, String what, int offset) {
        super(
                "malformed " + protocol + " request: " + what + " at byte " + offset,
                null,
                false,
                false);
        this.offset = offset;
    }

    /// Bytes from the start of the message.
    public int offset() {
        return offset;
    }
}
