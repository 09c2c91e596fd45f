package io.tributary.server.write;

import io.tributary.format.compress.CompressionException;
import io.tributary.format.compress.Gzip;
import io.tributary.format.compress.Room;
import io.tributary.format.compress.SnappyBlock;
import io.tributary.format.compress.Zstd;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.http.BytePool;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// How the body of a write is packed, and its unpacking within limit and budget: room is taken
/// before memory is.
public enum Packing {
    NONE,
    SNAPPY,
    GZIP,
    ZSTD;

    public static final Set<Packing> ALL = Set.of(values());

    /// A raw message in a pooled array.
    static final class Raw implements AutoCloseable {
        private final BytePool pool;
        private byte[] bytes;
        private int length;

        private Raw(BytePool pool, int sizeBytes) {
            this.pool = pool;
            this.bytes = pool.take(sizeBytes);
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }

        @Override
        public void close() {
            pool.giveBack(bytes);
        }

        private Optional<byte[]> grow(ByteBudget<?>.Lease lease, int used, int step) {
            if (!lease.takeMore(step)) {
                return Optional.empty();
            }
            if (used + step > bytes.length) {
                byte[] larger = pool.take(Math.max(used + step, bytes.length * 2));
                System.arraycopy(bytes, 0, larger, 0, used);
                pool.giveBack(bytes);
                bytes = larger;
            }
            return Optional.of(bytes);
        }
    }

    /// What the headers of a write say.
    ///
    /// @param unsaid where they say nothing
    /// @param taken what the protocol takes
    /// @throws HttpRefusalException 415 for anything else, naming what is taken
    public static Packing of(HttpExchange exchange, Packing unsaid, Set<Packing> taken) {
        Optional<String> said = exchange.header("content-encoding");
        if (said.isEmpty()) {
            return unsaid;
        }
        String word = said.get().strip().toLowerCase(Locale.ROOT);
        for (Packing packing : taken) {
            if (packing.word().equals(word)) {
                return packing;
            }
        }
        throw new HttpRefusalException(
                415,
                "content-encoding %s is not taken here, only %s"
                        .formatted(
                                said.get(),
                                taken.stream()
                                        .sorted()
                                        .map(packing -> '"' + packing.word() + '"')
                                        .collect(Collectors.joining(", "))));
    }

    private String word() {
        return switch (this) {
            case NONE -> "identity";
            case SNAPPY -> "snappy";
            case GZIP -> "gzip";
            case ZSTD -> "zstd";
        };
    }

    /// Unpacks `bytes[offset .. offset + length)`.
    ///
    /// @param lease takes the room for what comes out
    /// @param maxBytes the most that may come out
    /// @throws HttpRefusalException 400 if the body is damaged or lies about its length, 413 above
    ///   `maxBytes`, 503 without room
    Raw unpack(
            byte[] bytes,
            int offset,
            int length,
            BytePool pool,
            ByteBudget<?>.Lease lease,
            int maxBytes) {
        Raw raw = null;
        try {
            OptionalLong declared = declaredLength(bytes, offset, length);
            if (declared.isPresent()) {
                raw = new Raw(pool, reserve(declared.getAsLong(), lease, maxBytes));
                raw.length = decode(bytes, offset, length, raw.bytes);
                return raw;
            }
            raw = new Raw(pool, Gzip.STEP_BYTES);
            Raw grown = raw;
            Room room = (current, used, step) -> grown.grow(lease, used, step);
            raw.length = decodeInSteps(bytes, offset, length, maxBytes, room);
            return raw;
        } catch (CompressionException e) {
            if (raw != null) {
                raw.close();
            }
            throw refusal(e);
        }
    }

    private OptionalLong declaredLength(byte[] bytes, int offset, int length)
            throws CompressionException {
        return switch (this) {
            case NONE -> OptionalLong.of(length);
            case GZIP -> OptionalLong.empty();
            case SNAPPY -> OptionalLong.of(SnappyBlock.rawLength(bytes, offset, length));
            case ZSTD -> Zstd.rawLength(bytes, offset, length);
        };
    }

    private int decode(byte[] bytes, int offset, int length, byte[] into)
            throws CompressionException {
        return switch (this) {
            case NONE -> {
                System.arraycopy(bytes, offset, into, 0, length);
                yield length;
            }
            case SNAPPY -> SnappyBlock.decode(bytes, offset, length, into, 0);
            case ZSTD -> Zstd.decode(bytes, offset, length, into, 0);
            case GZIP -> throw new IllegalStateException("BUG: gzip declares no length");
        };
    }

    private int decodeInSteps(byte[] bytes, int offset, int length, int maxBytes, Room room)
            throws CompressionException {
        return switch (this) {
            case GZIP -> Gzip.decodeInSteps(bytes, offset, length, maxBytes, room);
            case ZSTD -> Zstd.decodeInSteps(bytes, offset, length, maxBytes, room);
            case NONE, SNAPPY -> throw new IllegalStateException("BUG: " + this + " has a length");
        };
    }

    private static int reserve(long declared, ByteBudget<?>.Lease lease, int maxBytes)
            throws CompressionException {
        if (declared > maxBytes) {
            throw CompressionException.tooLarge(declared, maxBytes);
        }
        if (!lease.takeMore(declared)) {
            throw HttpRefusalException.unavailable(
                    "no room for the unpacked body now: too many bytes in flight", 1);
        }
        return (int) declared;
    }

    private static HttpRefusalException refusal(CompressionException e) {
        String text = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case MALFORMED, LENGTH_LIE -> new HttpRefusalException(400, text);
            case TOO_LARGE -> new HttpRefusalException(413, text);
            case NO_ROOM -> HttpRefusalException.unavailable(text, 1);
        };
    }
}
