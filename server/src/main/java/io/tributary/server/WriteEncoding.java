package io.tributary.server;

import io.tributary.format.compress.CompressionException;
import io.tributary.format.compress.SnappyBlock;
import io.tributary.format.compress.Zstd;
import io.tributary.runtime.concurrent.ByteBudget;
import io.tributary.runtime.http.BytePool;
import io.tributary.runtime.http.HttpBody;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// How the body of a remote write is packed, and its unpacking within limit and budget: room is
/// taken before memory is.
enum WriteEncoding {
    SNAPPY,
    ZSTD;

    private static final String PROTOBUF = "application/x-protobuf";
    private static final String REMOTE_WRITE_1 = "prometheus.writerequest";

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
    /// @throws HttpRefusalException 415 for what is not remote write 1.0 in snappy or zstd, naming
    ///   what is
    static WriteEncoding of(HttpExchange exchange) {
        checkType(exchange.header("content-type").orElse(PROTOBUF));
        String encoding = exchange.header("content-encoding").orElse("snappy");
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "snappy" -> SNAPPY;
            case "zstd" -> ZSTD;
            default -> throw unsupported("content-encoding " + encoding, "\"snappy\" and \"zstd\"");
        };
    }

    /// Unpacks a body.
    ///
    /// @param lease takes the room for what comes out
    /// @param maxBytes the most that may come out
    /// @throws HttpRefusalException 400 if the body is damaged or lies about its length, 413 above
    ///   `maxBytes`, 503 without room
    Raw unpack(HttpBody body, BytePool pool, ByteBudget<?>.Lease lease, int maxBytes) {
        Raw raw = null;
        try {
            OptionalLong declared = declaredLength(body);
            if (declared.isPresent()) {
                raw = new Raw(pool, reserve(declared.getAsLong(), lease, maxBytes));
                raw.length = decode(body, raw.bytes);
                return raw;
            }
            raw = new Raw(pool, Zstd.STEP_BYTES);
            Raw grown = raw;
            raw.length =
                    Zstd.decodeInSteps(
                            body.bytes(),
                            0,
                            body.length(),
                            maxBytes,
                            (current, used, step) -> grown.grow(lease, used, step));
            return raw;
        } catch (CompressionException e) {
            if (raw != null) {
                raw.close();
            }
            throw refusal(e);
        }
    }

    private OptionalLong declaredLength(HttpBody body) throws CompressionException {
        return switch (this) {
            case SNAPPY -> OptionalLong.of(SnappyBlock.rawLength(body.bytes(), 0, body.length()));
            case ZSTD -> Zstd.rawLength(body.bytes(), 0, body.length());
        };
    }

    private int decode(HttpBody body, byte[] into) throws CompressionException {
        return switch (this) {
            case SNAPPY -> SnappyBlock.decode(body.bytes(), 0, body.length(), into, 0);
            case ZSTD -> Zstd.decode(body.bytes(), 0, body.length(), into, 0);
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

    private static void checkType(String type) {
        String[] parts = type.split(";", -1);
        if (!parts[0].strip().toLowerCase(Locale.ROOT).equals(PROTOBUF)) {
            throw unsupportedType(type);
        }
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].split("=", 2);
            if (parameter[0].strip().toLowerCase(Locale.ROOT).equals("proto")
                    && (parameter.length < 2
                            || !parameter[1]
                                    .strip()
                                    .toLowerCase(Locale.ROOT)
                                    .equals(REMOTE_WRITE_1))) {
                throw unsupportedType(type);
            }
        }
    }

    private static HttpRefusalException unsupportedType(String type) {
        return unsupported(
                "content-type " + type,
                "\"application/x-protobuf\" and \"application/x-protobuf;proto=prometheus.WriteRequest\" (remote write 1.0)");
    }

    private static HttpRefusalException unsupported(String what, String taken) {
        return new HttpRefusalException(415, what + " is not taken here, only " + taken);
    }
}
