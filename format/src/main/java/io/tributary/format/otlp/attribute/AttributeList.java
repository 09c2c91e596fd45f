package io.tributary.format.otlp.attribute;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.TextRange;
import java.util.Arrays;

/// Attributes of one thing (a resource, a scope, a data point, an exemplar): keys and values as
/// ranges of the {@link Texts}' bytes, in the order they were sent.
///
/// Reused; owned by one thread at a time.
public final class AttributeList {
    /// How many arrays and maps may stand in each other, the outermost included.
    public static final int DEPTH_MAX = 16;

    private static final int KEY = 1;
    private static final int VALUE = 2;

    private static final byte KEY_TAG = 0x0A;
    private static final byte VALUE_TAG = 0x12;
    private static final byte STRING_TAG = 0x0A;

    /// Tags and lengths of a value and its string, and of a key besides.
    private static final int PLAIN_VALUE_OVERHEAD = 4;

    private static final int PLAIN_OVERHEAD = 2 + PLAIN_VALUE_OVERHEAD;

    private static final int START = 32;

    private final Texts texts;
    private final TextRange key = new TextRange();
    private final AnyValueText value;
    private int[] keyOffsets = new int[START];
    private int[] keyLengths = new int[START];
    private int[] valueOffsets = new int[START];
    private int[] valueLengths = new int[START];
    private int count;
    private boolean tooDeep;

    /// @param texts that the cursors read from and generated text goes to
    public AttributeList(Texts texts) {
        this.texts = texts;
        this.value = new AnyValueText(texts);
    }

    public void clear() {
        count = 0;
        tooDeep = false;
    }

    /// Reads the innermost message of `in`, a `KeyValue`, to its end.
    public void read(ProtoCursor in) throws MalformedRequestException {
        if (readPlain(in.position(), in.limit())) {
            in.moveTo(in.limit());
        } else {
            readFields(in);
        }
    }

    /// Reads attributes that stand in a row, each a field of the innermost message of `in`, as far
    /// as they have the shape that nearly all have.
    ///
    /// @param field their number, at most 15
    public void readPlain(ProtoCursor in, int field) {
        byte[] bytes = texts.bytes();
        byte tag = (byte) (field << 3 | ProtoCursor.LENGTH_DELIMITED);
        int position = in.position();
        int limit = in.limit();
        while (limit - position >= 2 && bytes[position] == tag && bytes[position + 1] >= 0) {
            int start = position + 2;
            int end = start + bytes[position + 1];
            if (end > limit || !readPlain(start, end)) {
                break;
            }
            position = end;
        }
        in.moveTo(position);
    }

    /// Reads the shape that nearly every attribute has; whatever looks different is left alone.
    ///
    /// ```
    /// 0A length key | 12 length (0A length string)      all lengths in one byte
    /// ```
    private boolean readPlain(int start, int end) {
        byte[] bytes = texts.bytes();
        if (end - start < PLAIN_OVERHEAD || bytes[start] != KEY_TAG || bytes[start + 1] < 0) {
            return false;
        }
        int anyValue = start + 2 + bytes[start + 1];
        if (end - anyValue < PLAIN_VALUE_OVERHEAD
                || bytes[anyValue] != VALUE_TAG
                || anyValue + 2 + bytes[anyValue + 1] != end
                || bytes[anyValue + 2] != STRING_TAG
                || anyValue + PLAIN_VALUE_OVERHEAD + bytes[anyValue + 3] != end) {
            return false;
        }
        add(start + 2, bytes[start + 1], anyValue + PLAIN_VALUE_OVERHEAD, bytes[anyValue + 3]);
        return true;
    }

    private void readFields(ProtoCursor in) throws MalformedRequestException {
        key.clear();
        value.clear();
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case KEY -> key.read(in, tag, "KeyValue");
                case VALUE -> {
                    int outer = in.enter(tag, "KeyValue");
                    value.read(in);
                    in.leave(outer);
                }
                default -> in.skip(tag);
            }
        }
        tooDeep |= value.isTooDeep();
        add(key.offset(), key.length(), value.range().offset(), value.range().length());
    }

    /// Whether a value is nested deeper than {@link #DEPTH_MAX}: the list means nothing then.
    public boolean isTooDeep() {
        return tooDeep;
    }

    public int count() {
        return count;
    }

    public int keyOffset(int attribute) {
        return keyOffsets[attribute];
    }

    public int keyLength(int attribute) {
        return keyLengths[attribute];
    }

    public int valueOffset(int attribute) {
        return valueOffsets[attribute];
    }

    public int valueLength(int attribute) {
        return valueLengths[attribute];
    }

    /// Whether an attribute has this key.
    public boolean hasKey(int attribute, byte[] key) {
        return keyLengths[attribute] == key.length
                && ShortRanges.areEqual(texts.bytes(), keyOffsets[attribute], key, 0, key.length);
    }

    /// The first attribute with this key; -1 if there is none.
    public int find(byte[] key) {
        for (int i = 0; i < count; i++) {
            if (hasKey(i, key)) {
                return i;
            }
        }
        return -1;
    }

    /// Compares the keys of two attributes by their bytes.
    public int compareKeys(int first, int second) {
        byte[] bytes = texts.bytes();
        return Arrays.compareUnsigned(
                bytes,
                keyOffsets[first],
                keyOffsets[first] + keyLengths[first],
                bytes,
                keyOffsets[second],
                keyOffsets[second] + keyLengths[second]);
    }

    private void add(int keyOffset, int keyLength, int valueOffset, int valueLength) {
        if (count == keyOffsets.length) {
            keyOffsets = Arrays.copyOf(keyOffsets, count * 2);
            keyLengths = Arrays.copyOf(keyLengths, count * 2);
            valueOffsets = Arrays.copyOf(valueOffsets, count * 2);
            valueLengths = Arrays.copyOf(valueLengths, count * 2);
        }
        keyOffsets[count] = keyOffset;
        keyLengths[count] = keyLength;
        valueOffsets[count] = valueOffset;
        valueLengths[count] = valueLength;
        count++;
    }
}
