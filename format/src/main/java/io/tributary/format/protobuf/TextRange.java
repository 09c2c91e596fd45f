package io.tributary.format.protobuf;

/// Where a text, bytes or a message stand in the bytes of a request; an empty range at their start
/// where there are none, whatever was read before.
///
/// Reused; owned by one thread at a time.
public final class TextRange {
    private int offset;
    private int length;

    public void clear() {
        set(0, 0);
    }

    public void set(int newOffset, int newLength) {
        offset = newOffset;
        length = newLength;
    }

    /// Passes over the field just begun, of `message`: that is the range.
    ///
    /// @throws MalformedRequestException also if the field has no length
    public void read(ProtoCursor in, int tag, String message) throws MalformedRequestException {
        length = in.readLength(tag, message);
        offset = in.position();
        in.moveTo(end());
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /// Behind the last byte.
    public int end() {
        return offset + length;
    }
}
