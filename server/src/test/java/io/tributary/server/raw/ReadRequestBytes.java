package io.tributary.server.raw;

import io.tributary.format.compress.SnappyBlock;
import io.tributary.format.protobuf.ProtoWriter;
import java.util.Arrays;
import java.util.List;

/// Writes remote reads as a Prometheus does, field by field.
public final class ReadRequestBytes {
    private final ProtoWriter request = new ProtoWriter();

    /// A query for `name, =~, value, name, =~, value …`.
    public ReadRequestBytes query(long startMillis, long endMillis, String... matchers) {
        int query = request.begin(1);
        request.varint(1, startMillis);
        request.varint(2, endMillis);
        for (int i = 0; i < matchers.length; i += 3) {
            int matcher = request.begin(3);
            request.varint(1, List.of("=", "!=", "=~", "!~").indexOf(matchers[i + 1]));
            request.text(2, matchers[i]);
            request.text(3, matchers[i + 2]);
            request.end(matcher);
        }
        request.end(query);
        return this;
    }

    /// A form of answer, the one that is wanted most first.
    public ReadRequestBytes accepting(int type) {
        request.varint(2, type);
        return this;
    }

    public byte[] snappy() {
        return SnappyBlock.encode(Arrays.copyOf(request.bytes(), request.size()));
    }
}
