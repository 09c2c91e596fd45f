package io.tributary.format.compress;

/// A compressed body cannot be taken: the sender's fault, but for {@link Reason#NO_ROOM}.
///
/// Carries no stack trace: a flood of bad requests must cost little.
public final class CompressionException extends Exception {
    /// What calls for different answers.
    public enum Reason {
        /// The bytes are not of this compression.
        MALFORMED,
        /// More bytes than the limit would come out.
        TOO_LARGE,
        /// What comes out has not the length that was declared.
        LENGTH_LIE,
        /// The budget of the server gave no more room: to be repeated later.
        NO_ROOM
    }

    private final Reason reason;

    private CompressionException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// For the caller's own limits, too.
    ///
    /// @param declaredBytes what the body says it holds
    public static CompressionException tooLarge(long declaredBytes, long limitBytes) {
        return new CompressionException(
                Reason.TOO_LARGE,
                "body declares "
                        + Long.toUnsignedString(declaredBytes)
                        + " bytes unpacked, the limit is "
                        + limitBytes);
    }

    static CompressionException grownTooLarge(long limitBytes) {
        return new CompressionException(
                Reason.TOO_LARGE, "body holds more than the limit of " + limitBytes + " bytes");
    }

    static CompressionException malformed(String format, String what) {
        return new CompressionException(Reason.MALFORMED, "malformed " + format + ": " + what);
    }

    static CompressionException lie(String format, long declaredBytes, String held) {
        return new CompressionException(
                Reason.LENGTH_LIE,
                format + " body declares " + declaredBytes + " bytes unpacked but holds " + held);
    }

    static CompressionException noRoom(long usedBytes, int stepBytes) {
        return new CompressionException(
                Reason.NO_ROOM,
                "no room for " + stepBytes + " bytes more of a body after " + usedBytes);
    }
}
