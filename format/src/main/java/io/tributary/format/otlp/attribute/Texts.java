package io.tributary.format.otlp.attribute;

import io.tributary.model.text.GoFloat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A request's bytes, and behind them the texts that were made of it, in one array: what a batch
/// points into.
///
/// ```
/// bytes()  [ request | text | text | … | free )
///                                    end()
/// ```
///
/// The array is another one after text was added; what stands in it stays at its place. Reused; an
/// array of more than {@link #KEPT_BYTES_MAX} is not kept for a request that needs less. Owned by
/// one thread at a time.
public final class Texts {
    static final int KEPT_BYTES_MAX = 4 << 20;

    private static final int ROOM_START = 4_096;

    private final GoFloat floats = new GoFloat();
    private byte[] bytes = {};
    private int end;

    /// Begins anew with a copy of a request.
    public void begin(byte[] request, int offset, int length) {
        int wanted = length + ROOM_START;
        if (bytes.length < wanted || (bytes.length > KEPT_BYTES_MAX && wanted <= KEPT_BYTES_MAX)) {
            bytes = new byte[wanted];
        }
        System.arraycopy(request, offset, bytes, 0, length);
        end = length;
    }

    public byte[] bytes() {
        return bytes;
    }

    /// Where the next text begins.
    public int end() {
        return end;
    }

    public void put(byte b) {
        reserve(1);
        bytes[end++] = b;
    }

    /// Appends what may be a part of this very array.
    public void put(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, end, length);
        end += length;
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    /// Appends text of ASCII.
    public void put(String text) {
        put(text.getBytes(StandardCharsets.US_ASCII));
    }

    public void put(double value, GoFloat.Form form) {
        reserve(GoFloat.LENGTH_MAX);
        end += floats.write(value, form, bytes, end);
    }

    /// Takes away what was appended from `newEnd` on.
    void cut(int newEnd) {
        end = newEnd;
    }

    private void reserve(int count) {
        if (count > bytes.length - end) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + count));
        }
    }
}
