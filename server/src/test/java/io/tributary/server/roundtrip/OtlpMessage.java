package io.tributary.server.roundtrip;

import io.tributary.format.protobuf.ProtoWriter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A message of OTLP, written field by field, as protobuf and as JSON at once.
///
/// JSON has numbers of 64 bits in quotes, and of NaN not its bits.
final class OtlpMessage {
    private final ProtoWriter proto = new ProtoWriter();
    private final StringBuilder json = new StringBuilder("{");

    private OtlpMessage() {}

    static OtlpMessage of(Consumer<OtlpMessage> content) {
        OtlpMessage message = new OtlpMessage();
        content.accept(message);
        message.json.append('}');
        return message;
    }

    byte[] protobuf() {
        return proto.toByteArray();
    }

    String json() {
        return json.toString();
    }

    OtlpMessage message(int field, String name, Consumer<OtlpMessage> content) {
        OtlpMessage inner = of(content);
        proto.bytes(field, inner.protobuf());
        return member(name, inner.json());
    }

    /// A field that is repeated, one for each element.
    <T> OtlpMessage messages(
            int field, String name, List<T> elements, BiConsumer<OtlpMessage, T> content) {
        List<OtlpMessage> all =
                elements.stream()
                        .map(element -> of(message -> content.accept(message, element)))
                        .toList();
        all.forEach(message -> proto.bytes(field, message.protobuf()));
        return member(
                name,
                all.stream().map(OtlpMessage::json).collect(Collectors.joining(",", "[", "]")));
    }

    OtlpMessage text(int field, String name, String text) {
        proto.text(field, text);
        return member(name, quoted(text));
    }

    /// Bytes, given in hexadecimal digits.
    OtlpMessage id(int field, String name, String digits) {
        proto.bytes(field, HexFormat.of().parseHex(digits));
        return member(name, quoted(digits));
    }

    OtlpMessage varint(int field, String name, int value) {
        proto.varint(field, value);
        return member(name, "" + value);
    }

    OtlpMessage isTrue(int field, String name) {
        proto.varint(field, 1);
        return member(name, "true");
    }

    OtlpMessage zigzag(int field, String name, int value) {
        proto.zigzag(field, value);
        return member(name, "" + value);
    }

    OtlpMessage fixed(int field, String name, long value) {
        proto.fixed64(field, value);
        return member(name, quoted("" + value));
    }

    OtlpMessage number(int field, String name, long bits) {
        proto.fixed64(field, bits);
        return member(name, text(bits));
    }

    OtlpMessage fixeds(int field, String name, long... values) {
        int begun = proto.begin(field);
        Arrays.stream(values).forEach(proto::rawFixed64);
        proto.end(begun);
        return member(name, array(values));
    }

    OtlpMessage varints(int field, String name, long... values) {
        int begun = proto.begin(field);
        Arrays.stream(values).forEach(proto::rawVarint);
        proto.end(begun);
        return member(name, array(values));
    }

    OtlpMessage numbers(int field, String name, List<Long> bits) {
        int begun = proto.begin(field);
        bits.forEach(proto::rawFixed64);
        proto.end(begun);
        return member(
                name,
                bits.stream().map(OtlpMessage::text).collect(Collectors.joining(",", "[", "]")));
    }

    private OtlpMessage member(String name, String value) {
        json.append(json.length() > 1 ? "," : "").append(quoted(name)).append(':').append(value);
        return this;
    }

    private static String array(long... values) {
        return Arrays.stream(values)
                .mapToObj(value -> quoted("" + value))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String text(long bits) {
        double value = Double.longBitsToDouble(bits);
        return Double.isFinite(value) ? Double.toString(value) : quoted(Double.toString(value));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
