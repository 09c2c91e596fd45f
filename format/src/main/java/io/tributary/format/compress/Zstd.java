package io.tributary.format.compress;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.OptionalLong;

/// One zstd frame (RFC 8878).
public final class Zstd {
    /// Bytes decoded at a time where a frame does not say how many it holds.
    public static final int STEP_BYTES = Steps.BYTES;

    /// Largest window a frame without a size may ask for, as a power of two: 8 MiB, what RFC 8878
    /// wants decoders to support. The library allocates that much for it.
    private static final int WINDOW_LOG_MAX = 23;

    private static final String NAME = "zstd";

    /// The most a block holds, and the least bytes it takes (a header and one repeated byte).
    private static final long BLOCK_RAW_MAX = 128 * 1024;

    private static final int BLOCK_BYTES_MIN = 4;

    /// What the library answers for a frame without a size, and for what is no frame.
    private static final long SIZE_UNKNOWN = -1;

    private static final long SIZE_ERROR = -2;

    private Zstd() {}

    /// How many bytes the frame says it holds; empty where it does not say. Allocates nothing that
    /// grows with the answer.
    ///
    /// @throws CompressionException if this is no frame, or declares more than so few bytes can
    ///   hold
    public static OptionalLong rawLength(byte[] frame, int offset, int length)
            throws CompressionException {
        Objects.checkFromIndexSize(offset, length, frame.length);
        if (length == 0) {
            throw CompressionException.malformed(NAME, "empty");
        }
        long raw = com.github.luben.zstd.Zstd.getFrameContentSize(frame, offset, length);
        if (raw == SIZE_UNKNOWN) {
            return OptionalLong.empty();
        }
        if (raw == SIZE_ERROR) {
            throw CompressionException.malformed(NAME, "no frame header");
        }
        long most = length / BLOCK_BYTES_MIN * BLOCK_RAW_MAX;
        if (Long.compareUnsigned(raw, most) > 0) {
            throw CompressionException.lie(NAME, raw, "at most " + most);
        }
        return OptionalLong.of(raw);
    }

    /// Decodes a frame that declares its size into `into` from `intoOffset` on.
    ///
    /// @return how many bytes came out, which is what `rawLength` said
    /// @throws CompressionException also if there is less room than the frame declares; then
    ///   nothing was written
    public static int decode(byte[] frame, int offset, int length, byte[] into, int intoOffset)
            throws CompressionException {
        long raw =
                rawLength(frame, offset, length)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "BUG: a frame without a size is decoded in steps"));
        int room = into.length - Objects.checkIndex(intoOffset, into.length + 1);
        if (raw > room) {
            throw CompressionException.tooLarge(raw, room);
        }
        long decoded;
        try {
            decoded =
                    com.github.luben.zstd.Zstd.decompressByteArray(
                            into, intoOffset, (int) raw, frame, offset, length);
        } catch (ZstdException e) {
            throw refusal(e.getErrorCode(), raw);
        }
        if (com.github.luben.zstd.Zstd.isError(decoded)) {
            throw refusal(com.github.luben.zstd.Zstd.getErrorCode(decoded), raw);
        }
        if (decoded != raw) {
            throw CompressionException.lie(NAME, raw, Long.toString(decoded));
        }
        return (int) decoded;
    }

    /// Decodes any frame in steps of {@link #STEP_BYTES}, asking `room` before each.
    ///
    /// @param limitBytes the most that may come out
    /// @return how many bytes came out
    public static int decodeInSteps(byte[] frame, int offset, int length, int limitBytes, Room room)
            throws CompressionException {
        Objects.checkFromIndexSize(offset, length, frame.length);
        if (length == 0) {
            throw CompressionException.malformed(NAME, "empty");
        }
        var source = new ByteArrayInputStream(frame, offset, length);
        try (var stream = new ZstdInputStreamNoFinalizer(source, RecyclingBufferPool.INSTANCE)) {
            stream.setLongMax(WINDOW_LOG_MAX);
            return Steps.read(stream, limitBytes, room);
        } catch (IOException e) {
            throw CompressionException.malformed(NAME, String.valueOf(e.getMessage()));
        }
    }

    private static CompressionException refusal(long code, long raw) {
        return code == com.github.luben.zstd.Zstd.errDstSizeTooSmall()
                ? CompressionException.lie(NAME, raw, "more")
                : CompressionException.malformed(
                        NAME, com.github.luben.zstd.Zstd.getErrorName(-code));
    }
}
