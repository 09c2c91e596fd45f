package io.tributary.format.compress;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Objects;

/// Writes zstd frames (RFC 8878) that say their size, one after another with one context.
///
/// Holds native memory (about 1 MiB at level 1) until closed. Owned by one thread at a time.
public final class ZstdEncoder implements AutoCloseable {
    private final ZstdCompressCtx context = new ZstdCompressCtx();

    /// @param level 1 (fast) to 19
    public ZstdEncoder(int level) {
        context.setLevel(level);
    }

    /// The most bytes a frame of so many takes.
    public static int bytesMax(int rawBytes) {
        return Math.toIntExact(com.github.luben.zstd.Zstd.compressBound(rawBytes));
    }

    /// Encodes `raw[offset .. offset + length)` into `into` from `intoOffset` on, where {@link
    /// #bytesMax} must have room.
    ///
    /// @return how many bytes the frame takes
    public int encode(byte[] raw, int offset, int length, byte[] into, int intoOffset) {
        Objects.checkFromIndexSize(offset, length, raw.length);
        Objects.checkFromIndexSize(intoOffset, bytesMax(length), into.length);
        return context.compressByteArray(
                into, intoOffset, into.length - intoOffset, raw, offset, length);
    }

    @Override
    public void close() {
        context.close();
    }
}
