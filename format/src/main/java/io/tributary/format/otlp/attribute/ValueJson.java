package io.tributary.format.otlp.attribute;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.format.protobuf.Utf8Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes an array or a map of OTLP as JSON, as Go's encoder does without escapes for HTML: keys of
/// a map sorted by their bytes, of two equal ones the last; no white space; what is not UTF-8 as
/// U+FFFD; nothing at all where a number in it is not finite.
///
/// Recursion goes as deep as {@link AttributeList#DEPTH_MAX}. Not on the usual path: a map's
/// members are collected in lists.
final class ValueJson {
    /// What came of it.
    enum Outcome {
        WRITTEN,
        /// JSON has no word for a number in it.
        NO_JSON,
        TOO_DEEP
    }

    /// A member of a map: its key, and where its value's message is, if it has one.
    private record Member(int keyOffset, int keyLength, int valueOffset, int valueEnd) {}

    private static final int ELEMENT = 1;
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /// U+2028 and U+2029 but for their last byte, and that less the last digit.
    private static final int SEPARATOR = 0xE280A8;

    private final ProtoCursor in;
    private final Texts texts;
    private Outcome outcome = Outcome.WRITTEN;

    private ValueJson(ProtoCursor in, Texts texts) {
        this.in = in;
        this.texts = texts;
    }

    /// Reads an `ArrayValue` or a `KeyValueList` whose length is to come, and appends it.
    static Outcome put(ProtoCursor in, boolean map, Texts texts) throws MalformedRequestException {
        ValueJson json = new ValueJson(in, texts);
        json.putContainer(map, 1);
        return json.outcome;
    }

    private void putContainer(boolean map, int depth) throws MalformedRequestException {
        int outer = in.enter();
        if (depth > AttributeList.DEPTH_MAX) {
            outcome = Outcome.TOO_DEEP;
            in.moveTo(in.limit());
        } else if (map) {
            putMembers(depth);
        } else {
            putElements(depth);
        }
        in.leave(outer);
    }

    private void putElements(int depth) throws MalformedRequestException {
        texts.put((byte) '[');
        boolean first = true;
        while (!in.atEnd()) {
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != ELEMENT) {
                in.skip(tag);
                continue;
            }
            int outer = in.enter(tag, "ArrayValue");
            if (!first) {
                texts.put((byte) ',');
            }
            first = false;
            putValue(depth);
            in.leave(outer);
        }
        texts.put((byte) ']');
    }

    private void putMembers(int depth) throws MalformedRequestException {
        List<Member> members = readMembers();
        members.sort(this::compareKeys);
        int limit = in.limit();
        texts.put((byte) '{');
        boolean first = true;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (i + 1 < members.size() && compareKeys(member, members.get(i + 1)) == 0) {
                continue; // the sort is stable: the last of equal keys stands last
            }
            if (!first) {
                texts.put((byte) ',');
            }
            first = false;
            putString(member.keyOffset(), member.keyLength());
            texts.put((byte) ':');
            in.moveInto(member.valueOffset(), member.valueEnd());
            putValue(depth);
            in.leave(limit);
        }
        in.moveTo(limit);
        texts.put((byte) '}');
    }

    private List<Member> readMembers() throws MalformedRequestException {
        List<Member> members = new ArrayList<>();
        while (!in.atEnd()) {
            int tag = in.readTag();
            if (ProtoCursor.fieldNumber(tag) != ELEMENT) {
                in.skip(tag);
                continue;
            }
            int outer = in.enter(tag, "KeyValueList");
            members.add(readMember());
            in.leave(outer);
        }
        return members;
    }

    private Member readMember() throws MalformedRequestException {
        int keyOffset = in.position();
        int keyLength = 0;
        int valueOffset = in.position();
        int valueEnd = valueOffset;
        while (!in.atEnd()) {
            int tag = in.readTag();
            int field = ProtoCursor.fieldNumber(tag);
            if (field != KEY && field != VALUE) {
                in.skip(tag);
                continue;
            }
            int length = in.readLength(tag, "KeyValue");
            int start = in.position();
            in.moveTo(start + length);
            if (field == KEY) {
                keyOffset = start;
                keyLength = length;
            } else {
                valueOffset = start;
                valueEnd = start + length;
            }
        }
        return new Member(keyOffset, keyLength, valueOffset, valueEnd);
    }

    /// Reads the innermost message, an `AnyValue`, to its end, and appends the last value it holds.
    private void putValue(int depth) throws MalformedRequestException {
        int start = texts.end();
        texts.put("null");
        while (!in.atEnd()) {
            int tag = in.readTag();
            int field = ProtoCursor.fieldNumber(tag);
            if (field < AnyValueText.STRING || field > AnyValueText.BYTES) {
                in.skip(tag);
                continue;
            }
            texts.cut(start);
            putValue(tag, depth);
        }
    }

    private void putValue(int tag, int depth) throws MalformedRequestException {
        switch (ProtoCursor.fieldNumber(tag)) {
            case AnyValueText.STRING -> {
                int length = in.readLength(tag, AnyValueText.NAME);
                int offset = in.position();
                in.moveTo(offset + length);
                putString(offset, length);
            }
            case AnyValueText.BOOL, AnyValueText.INT -> AnyValueText.putPlain(in, tag, texts);
            case AnyValueText.DOUBLE -> {
                int start = texts.end();
                AnyValueText.putPlain(in, tag, texts);
                byte last = texts.bytes()[texts.end() - 1];
                if (last == 'N' || last == 'y') { // NaN, Infinity
                    texts.cut(start);
                    outcome = outcome == Outcome.TOO_DEEP ? outcome : Outcome.NO_JSON;
                }
            }
            case AnyValueText.BYTES -> {
                texts.put((byte) '"');
                AnyValueText.putPlain(in, tag, texts);
                texts.put((byte) '"');
            }
            default -> {
                in.expect(ProtoCursor.LENGTH_DELIMITED, tag, AnyValueText.NAME);
                putContainer(ProtoCursor.fieldNumber(tag) == AnyValueText.MAP, depth + 1);
            }
        }
    }

    private void putString(int offset, int length) {
        texts.put((byte) '"');
        int end = offset + length;
        int at = offset;
        while (at < end) {
            byte[] bytes = texts.bytes();
            int size = Utf8Text.characterBytes(bytes, at, end);
            if (size == 1) {
                putAscii(bytes[at]);
            } else if (size < 0) {
                texts.put("\\ufffd");
            } else if (isSeparator(bytes, at, size)) {
                texts.put((bytes[at + 2] & 1) == 0 ? "\\u2028" : "\\u2029");
            } else {
                texts.put(bytes, at, size);
            }
            at += Math.max(1, size);
        }
        texts.put((byte) '"');
    }

    private void putAscii(byte c) {
        switch (c) {
            case '"' -> texts.put("\\\"");
            case '\\' -> texts.put("\\\\");
            case '\b' -> texts.put("\\b");
            case '\f' -> texts.put("\\f");
            case '\n' -> texts.put("\\n");
            case '\r' -> texts.put("\\r");
            case '\t' -> texts.put("\\t");
            default -> {
                if (c >= ' ') {
                    texts.put(c);
                } else {
                    texts.put("\\u00");
                    texts.put(HEX[c >> 4]);
                    texts.put(HEX[c & 15]);
                }
            }
        }
    }

    private static boolean isSeparator(byte[] bytes, int at, int size) {
        return size == 3
                && (((bytes[at] & 0xFF) << 16)
                                | ((bytes[at + 1] & 0xFF) << 8)
                                | (bytes[at + 2] & 0xFE))
                        == SEPARATOR;
    }

    private int compareKeys(Member first, Member second) {
        byte[] bytes = texts.bytes();
        return Arrays.compareUnsigned(
                bytes,
                first.keyOffset(),
                first.keyOffset() + first.keyLength(),
                bytes,
                second.keyOffset(),
                second.keyOffset() + second.keyLength());
    }
}
