package io.tributary.format.otlp.answer;

import io.tributary.format.protobuf.ProtoWriter;
import java.nio.charset.StandardCharsets;

/// The answer to a request of which something was stored.
///
/// @param rejectedDataPoints how many were not
/// @param errorMessage why; empty if there is nothing to say
public record ExportAnswer(long rejectedDataPoints, String errorMessage) {
    /// All was stored, and there is nothing to say.
    public static final ExportAnswer ALL = new ExportAnswer(0, "");

    private static final int PARTIAL_SUCCESS = 1;

    private static final int REJECTED = 1;
    private static final int MESSAGE = 2;

    public ExportAnswer {
        if (rejectedDataPoints < 0) {
            throw new IllegalArgumentException("BUG: rejected data points: " + rejectedDataPoints);
        }
    }

    /// As an `ExportMetricsServiceResponse`; without a partial success if there was none to tell
    /// of.
    public byte[] toProtobuf() {
        ProtoWriter out = new ProtoWriter();
        if (!equals(ALL)) {
            int start = out.begin(PARTIAL_SUCCESS);
            if (rejectedDataPoints > 0) {
                out.varint(REJECTED, rejectedDataPoints);
            }
            if (!errorMessage.isEmpty()) {
                out.bytes(MESSAGE, errorMessage.getBytes(StandardCharsets.UTF_8));
            }
            out.end(start);
        }
        return out.toByteArray();
    }

    /// Likewise in JSON, where the count stands in quotes.
    public byte[] toJson() {
        return JsonBytes.of(json -> {
            json.beginObject();
            if (!equals(ALL)) {
                json.name("partialSuccess").beginObject();
                if (rejectedDataPoints > 0) {
                    json.name("rejectedDataPoints").string(Long.toString(rejectedDataPoints));
                }
                if (!errorMessage.isEmpty()) {
                    json.name("errorMessage").string(errorMessage);
                }
                json.endObject();
            }
            json.endObject();
        });
    }
}
