package io.tributary.format.lines;

import io.tributary.model.flow.WriteBatch;
import java.util.Arrays;

/// The text that a batch's symbols and metadata point into, while a decoder makes it.
///
/// ```
/// text.begin(batch);
/// int from = text.length();
/// text.put(…); text.put(…);
/// int symbol = text.symbol(from, text.length() - from);
/// text.truncate(from);                 what a refused line had put is let go
/// text.end();                          the batch has its bytes
/// ```
///
/// Reused from request to request: the buffer grows and is kept. Owned by one thread at a time.
public final class SymbolText {
    /// Most text that a request may make; a decoder looks before it adds what is not in the request
    /// as often.
    public static final int TEXT_BYTES_MAX = 64 * 1024 * 1024;

    /// Most labels that all series of a request may have together, names and values counted.
    public static final int REFS_MAX = 16 * 1024 * 1024;

    private static final int START = 4096;

    private byte[] bytes = new byte[START];
    private int length;
    private WriteBatch batch = new WriteBatch();

    /// Empties text and batch.
    public void begin(WriteBatch into) {
        batch = into;
        length = 0;
        batch.reset(bytes);
    }

    public void put(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    public void put(int one) {
        reserve(1);
        bytes[length++] = (byte) one;
    }

    /// Makes a piece of the text a symbol of the batch.
    public int symbol(int from, int count) {
        return batch.symbols().add(from, count);
    }

    /// Lets go what stands from `newLength` on; no symbol may point there.
    public void truncate(int newLength) {
        length = newLength;
    }

    /// Gives the batch the bytes: nothing may be put any more.
    public void end() {
        batch.moveTo(bytes);
    }

    public int length() {
        return length;
    }

    /// Whether so many bytes more are within the bound.
    public boolean hasRoom(long count) {
        return length + count <= TEXT_BYTES_MAX;
    }

    /// Whether so many refs more are within the bound.
    public boolean hasRoomForRefs(long count) {
        return batch.symbols().refCount() + count <= REFS_MAX;
    }

    /// What the offsets point into; another array after a `put`.
    public byte[] bytes() {
        return bytes;
    }

    private void reserve(int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
