package io.tributary.format.otlp.attribute;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.TextRange;
import io.tributary.model.text.GoFloat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Reads one `AnyValue` as the text it is as a label's value.
///
/// ```
/// string as it is    bool true    int 42    double 1.5, 1e-7, Infinity    bytes base64
/// array, map         JSON (see ValueJson)           none  empty
/// ```
///
/// Reused; owned by one thread at a time.
final class AnyValueText {
    static final int STRING = 1;
    static final int BOOL = 2;
    static final int INT = 3;
    static final int DOUBLE = 4;
    static final int ARRAY = 5;
    static final int MAP = 6;
    static final int BYTES = 7;

    static final String NAME = "AnyValue";

    /// `e-` and a padded exponent: four characters at the end of a text.
    private static final int EXPONENT_LENGTH = 4;

    private final Texts texts;
    private final TextRange range = new TextRange();
    private boolean tooDeep;

    AnyValueText(Texts texts) {
        this.texts = texts;
    }

    /// No value.
    void clear() {
        range.clear();
        tooDeep = false;
    }

    /// Where it stands, of the one read last.
    TextRange range() {
        return range;
    }

    boolean isTooDeep() {
        return tooDeep;
    }

    /// Reads the innermost message of `in` to its end; the last value it holds counts.
    void read(ProtoCursor in) throws MalformedRequestException {
        while (!in.atEnd()) {
            int tag = in.readTag();
            int start = texts.end();
            switch (ProtoCursor.fieldNumber(tag)) {
                case STRING -> range.read(in, tag, NAME);
                case BOOL, INT, DOUBLE, BYTES -> {
                    putPlain(in, tag, texts);
                    made(start);
                }
                case ARRAY, MAP -> {
                    in.expect(ProtoCursor.LENGTH_DELIMITED, tag, NAME);
                    putNested(in, ProtoCursor.fieldNumber(tag) == MAP, start);
                    made(start);
                }
                default -> in.skip(tag);
            }
        }
    }

    private void made(int start) {
        range.set(start, texts.end() - start);
    }

    private void putNested(ProtoCursor in, boolean map, int start)
            throws MalformedRequestException {
        switch (ValueJson.put(in, map, texts)) {
            case WRITTEN -> {}
            case NO_JSON -> texts.cut(start);
            case TOO_DEEP -> {
                tooDeep = true;
                texts.cut(start);
            }
        }
    }

    /// Appends a value of a field that is no message: a number or a truth as it is, bytes in
    /// base64.
    static void putPlain(ProtoCursor in, int tag, Texts texts) throws MalformedRequestException {
        switch (ProtoCursor.fieldNumber(tag)) {
            case BOOL -> texts.put(in.readVarint(tag, NAME) == 0 ? "false" : "true");
            case INT -> texts.put(Long.toString(in.readVarint(tag, NAME)));
            case DOUBLE -> putDouble(in.readDouble(tag, NAME), texts);
            default -> {
                int size = in.readLength(tag, NAME);
                int at = in.position();
                texts.put(encoded(Arrays.copyOfRange(texts.bytes(), at, at + size)));
                in.moveTo(at + size);
            }
        }
    }

    private static String encoded(byte[] content) {
        return new String(Base64.getEncoder().encode(content), StandardCharsets.US_ASCII);
    }

    /// As Go's JSON has it: plain from 1e-6 to below 1e21, else with an exponent of no zeros.
    private static void putDouble(double value, Texts texts) {
        if (Double.isInfinite(value)) {
            texts.put(value > 0 ? "Infinity" : "-Infinity");
            return;
        }
        int start = texts.end();
        texts.put(value, GoFloat.Form.SAMPLE);
        int mark = texts.end() - EXPONENT_LENGTH;
        byte[] bytes = texts.bytes();
        if (mark > start
                && bytes[mark] == 'e'
                && bytes[mark + 1] == '-'
                && bytes[mark + 2] == '0') {
            byte last = bytes[mark + 3];
            texts.cut(mark + 2);
            texts.put(last);
        }
    }
}
