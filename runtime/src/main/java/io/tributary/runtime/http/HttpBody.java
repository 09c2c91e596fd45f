package io.tributary.runtime.http;

/// The body of a request, in a pooled array. To be closed by the handler, once, when nothing points
/// into it any more.
public final class HttpBody implements AutoCloseable {
    private final BytePool pool;
    private final byte[] bytes;
    private final int length;

    HttpBody(BytePool pool, byte[] bytes, int length) {
        this.pool = pool;
        this.bytes = bytes;
        this.length = length;
    }

    /// Holds the body from index 0 on; longer than the body.
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    @Override
    public void close() {
        pool.giveBack(bytes);
    }
}
