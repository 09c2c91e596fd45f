package io.tributary.cli.prometheus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One protobuf message, field by field in the order they stand.
final class ProtoMessage {
    private final ByteBuffer bytes;
    private int field;
    private long number;
    private ByteBuffer content = ByteBuffer.allocate(0);

    ProtoMessage(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Goes to the next field; false behind the last.
    boolean next() {
        if (!bytes.hasRemaining()) {
            return false;
        }
        int tag = (int) varint(bytes);
        field = tag >>> 3;
        switch (tag & 7) {
            case 0 -> number = varint(bytes);
            case 1 -> number = bytes.getLong();
            case 2 -> {
                int length = (int) varint(bytes);
                content = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.position(bytes.position() + length);
            }
            default -> throw new AssertionError("wire type " + (tag & 7) + " of field " + field);
        }
        return true;
    }

    int field() {
        return field;
    }

    /// A number, or the bits of one.
    long number() {
        return number;
    }

    /// A number that may be negative, as protobuf's `sint`.
    int zigzag() {
        return (int) zigzag(number);
    }

    ProtoMessage message() {
        return new ProtoMessage(content);
    }

    String text() {
        return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
    }

    /// Packed `sint64`s.
    List<Long> zigzags() {
        List<Long> numbers = new ArrayList<>();
        while (content.hasRemaining()) {
            numbers.add(zigzag(varint(content)));
        }
        return numbers;
    }

    /// Packed bits of doubles.
    List<Long> doubles() {
        List<Long> numbers = new ArrayList<>();
        while (content.hasRemaining()) {
            numbers.add(content.getLong());
        }
        return numbers;
    }

    private static long zigzag(long code) {
        return (code >>> 1) ^ -(code & 1);
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = from.get();
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }
}
