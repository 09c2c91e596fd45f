package io.tributary.format.lines;

/// A line is not what it should be: the sender's fault, in that line alone.
///
/// Carries no stack trace: a flood of bad lines must cost little, and the place that counts is the
/// one in the line.
public final class LineException extends Exception {
    private final LineFault fault;
    private final int position;

    /// @param what what is wrong, in words that fit before "at byte 7 of"
    /// @param position where in the request's bytes
    public LineException(LineFault fault, String what, int position) {
        super(what, null, false, false);
        this.fault = fault;
        this.position = position;
    }

    public LineFault fault() {
        return fault;
    }

    /// Where in the request's bytes.
    public int position() {
        return position;
    }
}
