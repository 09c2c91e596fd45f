package io.tributary.format.otlp.answer;

import io.tributary.format.protobuf.ProtoWriter;
import java.nio.charset.StandardCharsets;

/// A `google.rpc.Status`: the body of every answer that is an error.
///
/// @param code one of gRPC's, such as 3, invalid argument, or 14, unavailable; 0 where HTTP's
///   status says enough
public record RpcStatus(int code, String message) {
    private static final int CODE = 1;
    private static final int MESSAGE = 2;
    private static final int DETAILS = 3;

    // google.protobuf.Any, google.rpc.RetryInfo, google.protobuf.Duration
    private static final int TYPE_URL = 1;
    private static final int VALUE = 2;
    private static final int RETRY_DELAY = 1;
    private static final int SECONDS = 1;
    private static final byte[] RETRY_INFO =
            "type.googleapis.com/google.rpc.RetryInfo".getBytes(StandardCharsets.UTF_8);

    public byte[] toProtobuf() {
        return toProtobuf(0);
    }

    /// Likewise with a `google.rpc.RetryInfo` among its details.
    ///
    /// @param retrySeconds after which the request may be sent again; 0 for no such word
    public byte[] toProtobuf(int retrySeconds) {
        ProtoWriter out = new ProtoWriter();
        if (code != 0) {
            out.varint(CODE, code);
        }
        if (!message.isEmpty()) {
            out.bytes(MESSAGE, message.getBytes(StandardCharsets.UTF_8));
        }
        if (retrySeconds > 0) {
            int any = out.begin(DETAILS);
            out.bytes(TYPE_URL, RETRY_INFO);
            int retryInfo = out.begin(VALUE);
            int delay = out.begin(RETRY_DELAY);
            out.varint(SECONDS, retrySeconds);
            out.end(delay);
            out.end(retryInfo);
            out.end(any);
        }
        return out.toByteArray();
    }

    public byte[] toJson() {
        return JsonBytes.of(json -> {
            json.beginObject();
            if (code != 0) {
                json.name("code").number((long) code);
            }
            if (!message.isEmpty()) {
                json.name("message").string(message);
            }
            json.endObject();
        });
    }
}
