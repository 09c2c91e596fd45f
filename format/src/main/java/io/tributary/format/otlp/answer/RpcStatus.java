package io.tributary.format.otlp.answer;

import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.ProtoWriter;
import java.nio.charset.StandardCharsets;

/// A `google.rpc.Status`: the body of every answer that is an error.
///
/// @param code one of gRPC's, such as 3, invalid argument, or 14, unavailable; 0 where HTTP's
///   status says enough
public record RpcStatus(int code, String message) {
    private static final int CODE = 1;
    private static final int MESSAGE = 2;

    public byte[] toProtobuf() {
        ProtoWriter out = new ProtoWriter();
        if (code != 0) {
            out.tag(CODE, ProtoCursor.VARINT);
            out.varint(code);
        }
        if (!message.isEmpty()) {
            out.bytes(MESSAGE, message.getBytes(StandardCharsets.UTF_8));
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
