package io.tributary.format.otlp.json;

import io.tributary.format.json.JsonCursor;
import io.tributary.format.otlp.json.Message.Field;
import io.tributary.format.otlp.json.Message.Kind;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.model.SampleBits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// Reads an `ExportMetricsServiceRequest` in JSON and writes it in protobuf.
///
/// Reused: what was written is good until the next request. Owned by one thread at a time.
public final class OtlpJson {
    /// Whole numbers up to this, and their negatives, are the same as `double`s.
    private static final double WHOLE_MAX = 0x1p53;

    private static final int NUMBER_LENGTH_MAX = 400;

    /// Where the text begins; named before what tells of places in it.
    private int textStart;

    private final JsonCursor<MalformedRequestException> in =
            new JsonCursor<>(
                    (what, at) -> new MalformedRequestException("OTLP", what, at - textStart));
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final JsonCursor.Sink sink = text::write;
    private final ProtoWriter out = new ProtoWriter();

    /// Reads `bytes[offset .. offset + length)`.
    ///
    /// @throws MalformedRequestException if that is no JSON, or a field is not what it should be
    public void read(byte[] bytes, int offset, int length) throws MalformedRequestException {
        textStart = offset;
        in.reset(bytes, offset, offset + length);
        out.clear();
        readMessage(Message.REQUEST);
        in.expectEnd();
    }

    /// The message, from the array's start on.
    public byte[] bytes() {
        return out.bytes();
    }

    /// How long the message is.
    public int length() {
        return out.size();
    }

    /// As deep as JSON may be nested.
    private void readMessage(Message message) throws MalformedRequestException {
        for (boolean more = in.begin('{', '}'); more; more = in.more('}')) {
            Optional<Field> field = message.field(name());
            if (field.isEmpty()) {
                in.skipValue();
            } else if (!in.skipNull()) {
                readField(field.get());
            }
        }
    }

    private void readField(Field field) throws MalformedRequestException {
        if (!field.repeated()) {
            readOne(field);
        } else if (field.kind() == Kind.MESSAGE) {
            for (boolean more = in.begin('[', ']'); more; more = in.more(']')) {
                readOne(field);
            }
        } else {
            int start = out.begin(field.number());
            for (boolean more = in.begin('[', ']'); more; more = in.more(']')) {
                writeNumber(field.kind());
            }
            out.end(start);
        }
    }

    private void readOne(Field field) throws MalformedRequestException {
        switch (field.kind()) {
            case MESSAGE -> {
                int start = out.begin(field.number());
                readMessage(field.message());
                out.end(start);
            }
            case STRING -> out.bytes(field.number(), string());
            case BASE64 -> out.bytes(field.number(), base64());
            case HEX -> out.bytes(field.number(), hex());
            case BOOL -> {
                out.tag(field.number(), ProtoCursor.VARINT);
                out.rawVarint(in.bool() ? 1 : 0);
            }
            case DOUBLE, FIXED64 -> {
                out.tag(field.number(), ProtoCursor.FIXED64);
                writeNumber(field.kind());
            }
            case VARINT, ZIGZAG, TEMPORALITY -> {
                out.tag(field.number(), ProtoCursor.VARINT);
                writeNumber(field.kind());
            }
        }
    }

    private void writeNumber(Kind kind) throws MalformedRequestException {
        String text = number();
        switch (kind) {
            case DOUBLE -> out.rawFixed64(Double.doubleToRawLongBits(toDouble(text)));
            case FIXED64 -> out.rawFixed64(toLong(text));
            case VARINT -> out.rawVarint(toLong(text));
            case ZIGZAG -> {
                long number = toLong(text);
                out.rawVarint(number << 1 ^ number >> 63);
            }
            case TEMPORALITY ->
                    out.rawVarint(
                            switch (text) {
                                case "AGGREGATION_TEMPORALITY_UNSPECIFIED" -> 0;
                                case "AGGREGATION_TEMPORALITY_DELTA" -> 1;
                                case "AGGREGATION_TEMPORALITY_CUMULATIVE" -> 2;
                                default -> toLong(text);
                            });
            case MESSAGE, STRING, BASE64, HEX, BOOL ->
                    throw new IllegalStateException("BUG: " + kind + " is no number");
        }
    }

    private String name() throws MalformedRequestException {
        in.name();
        return new String(copied(), StandardCharsets.UTF_8);
    }

    private byte[] string() throws MalformedRequestException {
        in.string();
        return copied();
    }

    /// The string passed last.
    private byte[] copied() throws MalformedRequestException {
        text.reset();
        in.copyString(sink);
        return text.toByteArray();
    }

    /// A number as it stands, or what is in quotes in place of one.
    private String number() throws MalformedRequestException {
        if (in.peek() == '"') {
            return new String(string(), StandardCharsets.UTF_8);
        }
        in.token();
        if (!in.isNumber()) {
            throw in.wrong("a number is wanted");
        }
        return new String(in.bytes(), in.from(), in.to() - in.from(), StandardCharsets.US_ASCII);
    }

    /// Of either alphabet, padded or not, as protobuf's mapping has it.
    private byte[] base64() throws MalformedRequestException {
        byte[] text = string();
        for (int i = 0; i < text.length; i++) {
            text[i] =
                    switch (text[i]) {
                        case '-' -> '+';
                        case '_' -> '/';
                        default -> text[i];
                    };
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw in.wrong("bytes are not base64");
        }
    }

    private byte[] hex() throws MalformedRequestException {
        String text = new String(string(), StandardCharsets.UTF_8);
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException _) {
            throw in.wrong("an id is not hexadecimal");
        }
    }

    private double toDouble(String text) throws MalformedRequestException {
        return switch (text) {
            case "NaN" -> Double.longBitsToDouble(SampleBits.NORMAL_NAN);
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> finite(text);
        };
    }

    /// A whole number of 64 bits, with or without a sign; one with a point or an exponent if it is
    /// whole and not too large to be told apart from its neighbours.
    private long toLong(String text) throws MalformedRequestException {
        expectNumber(text);
        try {
            return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException _) {
            double number = finite(text);
            if (number == Math.rint(number) && Math.abs(number) <= WHOLE_MAX) {
                return (long) number;
            }
            throw in.wrong("a number is not whole, or does not fit 64 bits");
        }
    }

    private double finite(String text) throws MalformedRequestException {
        expectNumber(text);
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw noNumber();
    }

    /// Java would read more than JSON has: `1d`, `0x1p3`, spaces around, digits of all scripts.
    private void expectNumber(String text) throws MalformedRequestException {
        boolean plain = !text.isEmpty() && text.length() <= NUMBER_LENGTH_MAX;
        for (int i = 0; plain && i < text.length(); i++) {
            plain = "0123456789+-.eE".indexOf(text.charAt(i)) >= 0;
        }
        if (!plain) {
            throw noNumber();
        }
    }

    private MalformedRequestException noNumber() {
        return in.wrong("a number is wanted that fits 64 bits");
    }
}
