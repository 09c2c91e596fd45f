package io.tributary.format.compress;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// gzip (RFC 1952), one member or several. What it says of its own length cannot be trusted, so it
/// is always unpacked in steps.
public final class Gzip {
    /// Bytes unpacked at a time.
    public static final int STEP_BYTES = Steps.BYTES;

    private static final int INPUT_BYTES = 8 * 1024;

    private Gzip() {}

    /// Unpacks in steps of {@link #STEP_BYTES}, asking `room` before each.
    ///
    /// @param limitBytes the most that may come out
    /// @return how many bytes came out
    /// @throws CompressionException if it is damaged or cut, or more comes out
    public static int decodeInSteps(
            byte[] packed, int offset, int length, int limitBytes, Room room)
            throws CompressionException {
        Objects.checkFromIndexSize(offset, length, packed.length);
        var source = new ByteArrayInputStream(packed, offset, length);
        try (var stream = new GZIPInputStream(source, INPUT_BYTES)) {
            return Steps.read(stream, limitBytes, room);
        } catch (EOFException e) {
            throw CompressionException.malformed("gzip", "it ends too early");
        } catch (IOException e) {
            throw CompressionException.malformed("gzip", String.valueOf(e.getMessage()));
        }
    }
}
