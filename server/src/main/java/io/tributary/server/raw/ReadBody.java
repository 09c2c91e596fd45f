package io.tributary.server.raw;

import io.tributary.format.compress.CompressionException;
import io.tributary.format.compress.SnappyBlock;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.remoteread.ReadRequest;
import io.tributary.format.remoteread.ReadRequestDecoder;
import io.tributary.runtime.http.HttpBody;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.door.ApiRoute;
import java.util.Locale;

/// The body of a remote read: a snappy block of protobuf, bounded before and behind its unpacking.
final class ReadBody {
    /// As sent, and unpacked: expressions of a hundred thousand names fit.
    static final int BYTES_MAX = 4 * 1024 * 1024;

    private static final String PROTOBUF = "application/x-protobuf";
    private static final String SNAPPY = "snappy";

    private ReadBody() {}

    /// Reads and unpacks it.
    ///
    /// @throws HttpRefusalException 415 for another form, 400 if it is damaged or asks for what
    ///   cannot be, 413 if it is too large, 503 without room
    static ReadRequest read(ApiRoute.Request request) throws InterruptedException {
        String encoding = request.exchange().header("content-encoding").orElse("");
        check(request.exchange().mediaType(), PROTOBUF, "content-type");
        check(encoding.strip().toLowerCase(Locale.ROOT), SNAPPY, "content-encoding");
        try (HttpBody body = request.exchange().body(BYTES_MAX, request.room())) {
            long rawLength = SnappyBlock.rawLength(body.bytes(), 0, body.length());
            if (rawLength > BYTES_MAX) {
                throw CompressionException.tooLarge(rawLength, BYTES_MAX);
            }
            if (!request.room().take(rawLength)) {
                throw HttpRefusalException.unavailable("no room for the request now", 1);
            }
            byte[] raw = new byte[(int) rawLength];
            int length = SnappyBlock.decode(body.bytes(), 0, body.length(), raw, 0);
            return ReadRequestDecoder.decode(raw, 0, length);
        } catch (CompressionException e) {
            boolean tooLarge = e.reason() == CompressionException.Reason.TOO_LARGE;
            throw new HttpRefusalException(tooLarge ? 413 : 400, String.valueOf(e.getMessage()));
        } catch (MalformedRequestException e) {
            throw new HttpRefusalException(400, String.valueOf(e.getMessage()));
        }
    }

    /// Upstream looks at neither header, so they may be missing.
    private static void check(String value, String want, String name) {
        if (!value.isEmpty() && !value.equals(want)) {
            throw new HttpRefusalException(
                    415, "%s %s is not taken here, only %s".formatted(name, value, want));
        }
    }
}
