package io.tributary.format.json;

import io.tributary.model.text.DecimalDigits;
import io.tributary.model.text.GoFloat;
import java.io.IOException;
import java.util.Arrays;

/// Writes one JSON text, without white space, through a buffer into a sink.
///
/// ```
/// json.beginObject().name("status").string("success").name("data").beginArray();
/// json.timestamp(1_435_781_451_781L).sample(1.5);
/// json.endArray().endObject().flush();                {"status":"success","data":[1435781451.781,"1.5"]}
/// ```
///
/// Commas are its own affair. Strings are escaped as Prometheus' encoder does: label names and
/// values with {@link #string}, all other text with {@link #htmlSafe}.
public final class JsonWriter {
    /// Smallest buffer taken; more than any single token but a string, which goes in pieces.
    public static final int BUFFER_BYTES_MIN = 1024;

    /// Deepest nesting: the tree of a query is as deep as its longest row of operators.
    public static final int DEPTH_MAX = 16 * 1024;

    private static final int LONG_LENGTH_MAX = 20;

    private static final int MILLIS = 1000;

    /// {@link #timestamp} of {@link Long#MIN_VALUE}, which has no absolute value.
    private static final String LEAST_TIMESTAMP = "-9223372036854775.808";

    /// Comma, quotes and bracket around a point's value.
    private static final int POINT_MARKS = 4;

    /// Where full buffers go. The bytes are the writer's again after the return.
    @FunctionalInterface
    public interface Sink {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    private final Sink sink;
    private final byte[] buffer;
    private final JsonStrings strings = new JsonStrings();
    private final GoFloat floats = new GoFloat();
    private int used;
    private int depth;

    /// Bit n: something stands already in the value open at depth n. Grows with the depth.
    private long[] filled = new long[1];

    private boolean named;

    /// @param buffer the writer's until it was flushed for the last time
    public JsonWriter(byte[] buffer, Sink sink) {
        if (buffer.length < BUFFER_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "BUG: a buffer of " + buffer.length + " bytes, at least " + BUFFER_BYTES_MIN);
        }
        this.buffer = buffer;
        this.sink = sink;
    }

    public JsonWriter beginObject() throws IOException {
        return open('{');
    }

    public JsonWriter endObject() throws IOException {
        return close('}');
    }

    public JsonWriter beginArray() throws IOException {
        return open('[');
    }

    public JsonWriter endArray() throws IOException {
        return close(']');
    }

    /// The name of the object's next member.
    public JsonWriter name(String name) throws IOException {
        return name(name, false);
    }

    /// Likewise, escaped as {@link #htmlSafe} does.
    public JsonWriter htmlSafeName(String name) throws IOException {
        return name(name, true);
    }

    /// A string; quotes, backslashes and control characters are escaped.
    public JsonWriter string(String text) throws IOException {
        return string(text, false);
    }

    /// A string in which `<`, `>`, `&`, U+2028 and U+2029 are escaped as well.
    public JsonWriter htmlSafe(String text) throws IOException {
        return string(text, true);
    }

    public JsonWriter number(long value) throws IOException {
        beginValue();
        putLong(value);
        return this;
    }

    /// A whole number of 64 bits without a sign.
    public JsonWriter unsigned(long value) throws IOException {
        return value < 0 ? literal(Long.toUnsignedString(value)) : number(value);
    }

    /// A number that is finite, as Go's encoder writes one.
    public JsonWriter number(double value) throws IOException {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("BUG: no JSON number: " + value);
        }
        beginValue();
        reserve(GoFloat.LENGTH_MAX);
        used += floats.write(value, GoFloat.Form.SAMPLE, buffer, used);
        return this;
    }

    public JsonWriter bool(boolean value) throws IOException {
        return literal(value ? "true" : "false");
    }

    public JsonWriter nothing() throws IOException {
        return literal("null");
    }

    /// A sample's value, as the API writes it: in quotes.
    public JsonWriter sample(double value) throws IOException {
        beginValue();
        put('"');
        reserve(GoFloat.LENGTH_MAX);
        used += floats.write(value, GoFloat.Form.SAMPLE, buffer, used);
        put('"');
        return this;
    }

    /// A moment, as the API writes it: seconds, with three decimals unless they are zero.
    public JsonWriter timestamp(long timeMillis) throws IOException {
        beginValue();
        putTimestamp(timeMillis);
        return this;
    }

    /// A float and its moment, as the API writes it: an array of {@link #timestamp} and {@link
    /// #sample}. Most of an answer over a range is of these.
    public JsonWriter point(long timeMillis, double value) throws IOException {
        beginValue();
        put('[');
        putTimestamp(timeMillis);
        reserve(GoFloat.LENGTH_MAX + POINT_MARKS);
        buffer[used++] = ',';
        buffer[used++] = '"';
        used += floats.write(value, GoFloat.Form.SAMPLE, buffer, used);
        buffer[used++] = '"';
        buffer[used++] = ']';
        return this;
    }

    /// Hands what is buffered to the sink.
    public void flush() throws IOException {
        if (used > 0) {
            sink.write(buffer, 0, used);
            used = 0;
        }
    }

    private JsonWriter name(String name, boolean htmlSafe) throws IOException {
        string(name, htmlSafe);
        put(':');
        named = true;
        return this;
    }

    private JsonWriter open(char bracket) throws IOException {
        beginValue();
        if (depth == DEPTH_MAX - 1) {
            throw new IllegalStateException("BUG: JSON nested deeper than " + DEPTH_MAX);
        }
        depth++;
        if (depth / Long.SIZE == filled.length) {
            filled = Arrays.copyOf(filled, filled.length * 2);
        }
        filled[depth / Long.SIZE] &= ~(1L << depth);
        put(bracket);
        return this;
    }

    private JsonWriter close(char bracket) throws IOException {
        if (depth == 0 || named) {
            throw new IllegalStateException("BUG: " + bracket + " without a beginning or a value");
        }
        depth--;
        put(bracket);
        return this;
    }

    private JsonWriter literal(String word) throws IOException {
        beginValue();
        literalText(word);
        return this;
    }

    private JsonWriter string(String text, boolean htmlSafe) throws IOException {
        beginValue();
        put('"');
        int from = 0;
        while (from < text.length()) {
            reserve(JsonStrings.CHARACTER_BYTES_MAX);
            from = strings.write(text, from, htmlSafe, buffer, used);
            used = strings.end();
        }
        put('"');
        return this;
    }

    private void beginValue() throws IOException {
        if (named) {
            named = false;
            return;
        }
        long bit = 1L << depth;
        if ((filled[depth / Long.SIZE] & bit) != 0) {
            if (depth == 0) {
                throw new IllegalStateException("BUG: two JSON values in one text");
            }
            put(',');
        }
        filled[depth / Long.SIZE] |= bit;
    }

    private void putTimestamp(long timeMillis) throws IOException {
        if (timeMillis == Long.MIN_VALUE) {
            literalText(LEAST_TIMESTAMP);
            return;
        }
        reserve(LONG_LENGTH_MAX + 1);
        if (timeMillis < 0) {
            buffer[used++] = '-';
        }
        long magnitude = Math.abs(timeMillis);
        long seconds = magnitude / MILLIS;
        used = DecimalDigits.put(seconds, DecimalDigits.count(seconds), buffer, used);
        long fraction = magnitude - seconds * MILLIS;
        if (fraction != 0) {
            buffer[used++] = '.';
            used = DecimalDigits.put(fraction, 3, buffer, used);
        }
    }

    private void putLong(long value) throws IOException {
        if (value == Long.MIN_VALUE) {
            literalText(Long.toString(value));
            return;
        }
        reserve(LONG_LENGTH_MAX);
        if (value < 0) {
            buffer[used++] = '-';
        }
        long magnitude = Math.abs(value);
        used = DecimalDigits.put(magnitude, DecimalDigits.count(magnitude), buffer, used);
    }

    private void literalText(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void put(char c) throws IOException {
        reserve(1);
        buffer[used++] = (byte) c;
    }

    private void reserve(int count) throws IOException {
        if (count > buffer.length - used) {
            flush();
        }
    }
}
