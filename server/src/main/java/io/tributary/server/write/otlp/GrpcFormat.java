package io.tributary.server.write.otlp;

import io.tributary.format.otlp.answer.ExportAnswer;
import io.tributary.format.otlp.answer.RpcStatus;
import io.tributary.model.flow.Dialect;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpBody;
import io.tributary.runtime.http.HttpExchange;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.write.Packing;
import io.tributary.server.write.WriteDecoder;
import io.tributary.server.write.WriteFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Supplier;

/// OTLP over gRPC: one message, one answer, by HTTP/2
/// (<https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>).
///
/// ```
/// message  compressed: 0 or 1 (1) | length, big-endian (4) | message
/// ```
///
/// HTTP's status is always 200; the outcome stands in the trailers. What a sender should repeat is
/// UNAVAILABLE with a `RetryInfo`.
record GrpcFormat(Supplier<WriteDecoder> decoders) implements WriteFormat {
    private static final String TYPE = "application/grpc";
    private static final int PREFIX_BYTES = 5;

    private static final int OK = 0;
    private static final int INVALID_ARGUMENT = 3;
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNIMPLEMENTED = 12;
    private static final int INTERNAL = 13;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    /// gRPC's code for a status of HTTP.
    static int code(int status) {
        return switch (status) {
            case 400 -> INVALID_ARGUMENT;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 413, 429 -> RESOURCE_EXHAUSTED;
            case 415 -> UNIMPLEMENTED;
            case 503 -> UNAVAILABLE;
            default -> status < 500 ? INVALID_ARGUMENT : INTERNAL;
        };
    }

    @Override
    public Dialect dialect() {
        return Dialect.SYMBOLS;
    }

    @Override
    public Packing packing(HttpExchange exchange) {
        String type = exchange.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean protobuf =
                type.equals(TYPE) || type.startsWith(TYPE + ";") || type.equals(TYPE + "+proto");
        if (!protobuf) {
            throw new HttpRefusalException(
                    415,
                    "content-type \"%s\" is not taken here, only \"%s\"".formatted(type, TYPE));
        }
        String encoding = exchange.header("grpc-encoding").orElse("identity");
        return switch (encoding) {
            case "identity" -> Packing.NONE;
            case "gzip" -> Packing.GZIP;
            case "zstd" -> Packing.ZSTD;
            default ->
                    throw new HttpRefusalException(
                            415,
                            "grpc-encoding %s is not taken here, only identity, gzip and zstd"
                                    .formatted(encoding));
        };
    }

    @Override
    public Packed packed(HttpBody body, Packing packing) {
        ByteBuffer bytes = ByteBuffer.wrap(body.bytes(), 0, body.length());
        if (body.length() < PREFIX_BYTES) {
            throw new HttpRefusalException(
                    400, "the body of %d bytes has no message of gRPC".formatted(body.length()));
        }
        int compressed = bytes.get();
        long length = Integer.toUnsignedLong(bytes.getInt());
        if (length != bytes.remaining()) {
            throw new HttpRefusalException(
                    400,
                    "the message says %d bytes, %d are there".formatted(length, bytes.remaining()));
        }
        return switch (compressed) {
            case 0 -> new Packed(Packing.NONE, PREFIX_BYTES, (int) length);
            case 1 -> new Packed(packing, PREFIX_BYTES, (int) length);
            default ->
                    throw new HttpRefusalException(
                            400,
                            "the message is neither plain (0) nor compressed (1): " + compressed);
        };
    }

    @Override
    public WriteDecoder newDecoder() {
        return decoders.get();
    }

    @Override
    public HttpAnswer answer(HttpExchange exchange, Told told) {
        return switch (OtlpOutcome.of(told)) {
            case OtlpOutcome.Taken(var answer) -> taken(answer);
            case OtlpOutcome.Refused(int status, var text, int retrySeconds) ->
                    refused(code(status), text, retrySeconds);
        };
    }

    @Override
    public HttpAnswer refused(HttpExchange exchange, HttpRefusalException refusal) {
        return refused(
                code(refusal.status()), refusal.text(), refusal.retryAfterSeconds().orElse(0));
    }

    private static HttpAnswer taken(ExportAnswer answer) {
        byte[] message = answer.toProtobuf();
        byte[] framed =
                ByteBuffer.allocate(PREFIX_BYTES + message.length)
                        .put((byte) 0)
                        .putInt(message.length)
                        .put(message)
                        .array();
        return HttpAnswer.bytes(200, TYPE, framed).withTrailer("grpc-status", Integer.toString(OK));
    }

    /// An answer of headers alone.
    private static HttpAnswer refused(int code, String text, int retrySeconds) {
        byte[] details = new RpcStatus(code, text).toProtobuf(retrySeconds);
        return HttpAnswer.bytes(200, TYPE, new byte[0])
                .withHeader("grpc-status", Integer.toString(code))
                .withHeader("grpc-message", escaped(text))
                .withHeader(
                        "grpc-status-details-bin",
                        Base64.getEncoder().withoutPadding().encodeToString(details));
    }

    /// Printable ASCII as it is, all else as `%XX`.
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                escaped.append((char) b);
            } else {
                escaped.append("%%%02X".formatted(b & 0xFF));
            }
        }
        return escaped.toString();
    }
}
