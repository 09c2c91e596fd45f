package io.tributary.format.otlp;

import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Protobuf messages of OTLP, written field by field.
///
/// ```
/// Messages.request(m -> m.message(5, gauge -> …)))
/// ```
public final class Messages {
    private final ProtoWriter out = new ProtoWriter();

    private Messages() {}

    /// A message with this content.
    public static byte[] of(Consumer<Messages> content) {
        Messages messages = new Messages();
        content.accept(messages);
        return messages.out.toByteArray();
    }

    /// A request of one resource without attributes, and one scope, with these metrics.
    @SafeVarargs
    public static byte[] request(Consumer<Messages>... metrics) {
        return of(request ->
                request.message(
                        1,
                        resource ->
                                resource.message(
                                        2,
                                        scope -> {
                                            for (Consumer<Messages> metric : metrics) {
                                                scope.message(2, metric);
                                            }
                                        })));
    }

    /// A metric `h` in seconds of one point with three buckets and four exemplars.
    static void explicit(Messages metric, double... bounds) {
        metric.text(1, "h")
                .text(3, "s")
                .message(
                        9,
                        histogram(point -> {
                            point.fixed(3, 2_000_000_000L)
                                    .fixed(4, 6)
                                    .number(5, 12.5)
                                    .packed(6, 1L, 2, 3)
                                    .packed(7, bounds);
                            for (double value : new double[] {0.5, 2.5, 0.25, 9}) {
                                point.message(8, e -> e.number(3, value));
                            }
                        }));
    }

    /// A gauge or a summary of one point.
    static Consumer<Messages> gauge(Consumer<Messages> point) {
        return data -> data.message(1, point);
    }

    /// A cumulative histogram of one point.
    static Consumer<Messages> histogram(Consumer<Messages> point) {
        return data -> data.message(1, point).varint(2, 2);
    }

    public Messages message(int field, Consumer<Messages> content) {
        int start = out.begin(field);
        content.accept(this);
        out.end(start);
        return this;
    }

    public Messages text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    public Messages bytes(int field, byte[] content) {
        out.bytes(field, content);
        return this;
    }

    public Messages varint(int field, long value) {
        out.tag(field, ProtoCursor.VARINT);
        out.rawVarint(value);
        return this;
    }

    public Messages zigzag(int field, int value) {
        return varint(field, Integer.toUnsignedLong(value << 1 ^ value >> 31));
    }

    public Messages fixed(int field, long value) {
        out.tag(field, ProtoCursor.FIXED64);
        out.rawFixed64(value);
        return this;
    }

    public Messages number(int field, double value) {
        return fixed(field, Double.doubleToRawLongBits(value));
    }

    /// Numbers of eight bytes, packed.
    public Messages packed(int field, long... values) {
        int start = out.begin(field);
        for (long value : values) {
            out.rawFixed64(value);
        }
        out.end(start);
        return this;
    }

    public Messages packed(int field, double... values) {
        int start = out.begin(field);
        for (double value : values) {
            out.rawFixed64(Double.doubleToRawLongBits(value));
        }
        out.end(start);
        return this;
    }

    public Messages packedVarints(int field, long... values) {
        int start = out.begin(field);
        for (long value : values) {
            out.rawVarint(value);
        }
        out.end(start);
        return this;
    }

    /// An attribute with a string.
    public Messages attribute(int field, String key, String value) {
        return attribute(field, key, any -> any.text(1, value));
    }

    /// An attribute with any value.
    public Messages attribute(int field, String key, Consumer<Messages> any) {
        return message(field, attribute -> attribute.text(1, key).message(2, any));
    }
}
