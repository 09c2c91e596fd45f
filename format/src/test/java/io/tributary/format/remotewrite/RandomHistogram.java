package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.testkit.SeededCases;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A `Histogram` message whose parts agree with each other, most of the time: with empty buckets
/// and spans, numbers packed and alone, of any kind and schema.
final class RandomHistogram {
    private final SeededCases.Random random;
    private final RandomRequests wire;
    private final boolean floats;
    private final boolean custom;
    private final List<byte[]> fields = new ArrayList<>();
    private long total;

    RandomHistogram(SeededCases.Random random, RandomRequests wire) {
        this.random = random;
        this.wire = wire;
        floats = random.oneIn(2);
        custom = random.oneIn(4);
    }

    byte[] message() {
        add(schema());
        side(11, 12, 13);
        if (custom) {
            bounds();
        } else {
            side(8, 9, 10);
            int zero = random.between(0, 3);
            total += zero;
            add(floats ? fixed(7, random.pick(List.of(0.0, -0.0, 1.5))) : varint(6, zero));
            add(fixed(5, random.pick(List.of(0.0, -0.0, 0.001, Double.NaN))));
        }
        boolean sawNaN = random.oneIn(4);
        long count = total + (sawNaN ? random.between(0, 1) : 0) + (random.oneIn(9) ? 1 : 0);
        add(floats ? fixed(2, count / 3.0) : varint(1, count));
        add(sawNaN ? fixedBits(3, nan()) : fixed(3, random.fraction()));
        add(varint(14, random.between(0, 4)));
        add(varint(15, random.between(0, 1 << 20)));
        return wire.message(fields);
    }

    private long nan() {
        return random.pick(List.of(0x7ff0000000000002L, 0x7ff8000000000001L, 0xfff4dead00000001L));
    }

    private byte[] schema() {
        return varint(4, zigzag(custom ? -53 : random.between(-4, 8)));
    }

    private void side(int spansField, int deltasField, int countsField) {
        List<byte[]> numbers = new ArrayList<>();
        long before = 0;
        for (int span = random.between(0, 3); span > 0; span--) {
            int length = random.between(0, 4);
            int offset = random.between(custom ? 0 : numbers.isEmpty() ? -9 : 0, 2);
            add(
                    wire.field(
                            spansField,
                            RandomRequests.join(varint(1, zigzag(offset)), varint(2, length))));
            for (int i = 0; i < length; i++) {
                long count = random.oneIn(3) ? 0 : random.between(1, 1000);
                total += count;
                numbers.add(floats ? bits(count / 3.0) : wire.varint(zigzag(count - before)));
                before = count;
            }
        }
        if (random.oneIn(2)) {
            add(
                    wire.field(
                            floats ? countsField : deltasField,
                            RandomRequests.join(numbers.toArray(new byte[0][]))));
            return;
        }
        byte[] tag =
                floats
                        ? wire.tag(countsField, ProtoCursor.FIXED64)
                        : wire.tag(deltasField, ProtoCursor.VARINT);
        numbers.forEach(number -> add(RandomRequests.join(tag, number)));
    }

    private void bounds() {
        double bound = -1;
        for (int i = random.between(6, 20); i > 0; i--) {
            bound += random.between(random.oneIn(30) ? 0 : 1, 2);
            add(fixed(16, bound == 0 ? -0.0 : bound));
        }
    }

    private void add(byte[] field) {
        fields.add(field);
    }

    private byte[] varint(int number, long value) {
        return RandomRequests.join(wire.tag(number, ProtoCursor.VARINT), wire.varint(value));
    }

    private byte[] fixed(int number, double value) {
        return RandomRequests.join(wire.tag(number, ProtoCursor.FIXED64), bits(value));
    }

    private byte[] fixedBits(int number, long bits) {
        return RandomRequests.join(
                wire.tag(number, ProtoCursor.FIXED64),
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array());
    }

    private static byte[] bits(double value) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array();
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }
}
