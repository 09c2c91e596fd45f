package io.tributary.tsdb.wal;

import io.tributary.format.compress.CompressionException;
import io.tributary.format.compress.Zstd;
import io.tributary.format.compress.ZstdEncoder;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A frame's payload where compressing its records saves a page.
///
/// ```text
/// 0  u32  length of the records
/// 4       a zstd frame of them, level 1
/// ```
final class CompressedPayload {
    /// Larger payloads stay as they are: nothing waits for so long, and the buffer stays small.
    private static final int RAW_BYTES_MAX = 4 << 20;

    private static final int LEVEL = 1;
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private CompressedPayload() {}

    /// Compresses; keeps its buffer, so steady use allocates nothing. Owned by the committer.
    static final class Packer implements AutoCloseable {
        private final ZstdEncoder encoder = new ZstdEncoder(LEVEL);
        private byte[] packed = {};

        /// The length of `raw[0 .. length)` packed into {@link #bytes}; 0 where it would save
        /// nothing.
        int pack(byte[] raw, int length) {
            if (length <= Frame.PAGE_BYTES || length > RAW_BYTES_MAX) {
                return 0;
            }
            int room = Integer.BYTES + ZstdEncoder.bytesMax(length);
            if (packed.length < room) {
                packed = new byte[Math.max(room, 2 * packed.length)];
            }
            INT.set(packed, 0, length);
            int packedBytes = Integer.BYTES + encoder.encode(raw, 0, length, packed, Integer.BYTES);
            return Frame.spaceBytes(packedBytes) < Frame.spaceBytes(length) ? packedBytes : 0;
        }

        byte[] bytes() {
            return packed;
        }

        @Override
        public void close() {
            encoder.close();
        }
    }

    /// Reads what a {@link Packer} wrote, from a payload whose checksum holds. Owned by one thread
    /// at a time.
    static final class Unpacker {
        private byte[] raw = {};

        /// Unpacks `stored[0 .. length)` into {@link #bytes}; answers how many bytes came out.
        /// Nothing is allocated before both lengths that are declared agree and are within the
        /// bound.
        ///
        /// @throws IOException if they are not what was packed: a bug, or a newer writer
        int unpack(byte[] stored, int length) throws IOException {
            if (length < Integer.BYTES) {
                throw new IOException("compressed payload of " + length + " bytes");
            }
            int rawBytes = (int) INT.get(stored, 0);
            int at = Integer.BYTES;
            try {
                long declared = Zstd.rawLength(stored, at, length - at).orElse(-1);
                if (rawBytes < 0 || rawBytes > Frame.PAYLOAD_BYTES_MAX || declared != rawBytes) {
                    throw new IOException(
                            "compressed payload of %d bytes, its zstd frame says %d"
                                    .formatted(rawBytes, declared));
                }
                if (raw.length < rawBytes) {
                    raw = new byte[Math.max(rawBytes, 2 * raw.length)];
                }
                return Zstd.decode(stored, at, length - at, raw, 0);
            } catch (CompressionException e) {
                throw new IOException("cannot unpack payload: " + e.getMessage(), e);
            }
        }

        byte[] bytes() {
            return raw;
        }
    }
}
