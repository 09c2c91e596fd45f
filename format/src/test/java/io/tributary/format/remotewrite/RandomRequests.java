package io.tributary.format.remotewrite;

import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.testkit.SeededCases;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Legal `WriteRequest`s as no ordinary writer makes them: fields in any order, scalars repeated or
/// missing, unknown fields, varints longer than they need be.
final class RandomRequests {
    private static final int DOUBLE = 1;

    private final SeededCases.Random random;

    RandomRequests(SeededCases.Random random) {
        this.random = random;
    }

    byte[] request() {
        return message(
                fields(3, () -> field(1, series())),
                fields(1, () -> field(3, metadata())),
                fields(1, this::unknown));
    }

    /// A request of series, each with histograms and exemplars, and of metadata.
    byte[] asideRequest(int seriesCount) {
        List<byte[]> fields = new ArrayList<>();
        for (int i = 0; i < seriesCount; i++) {
            fields.add(field(1, series()));
            fields.add(field(3, metadata()));
        }
        return message(fields);
    }

    private byte[] series() {
        return message(
                fields(5, () -> field(1, label())),
                fields(3, () -> field(2, sample())),
                fields(2, () -> field(3, exemplar())),
                fields(2, () -> field(4, random.oneIn(3) ? histogram() : validHistogram())),
                fields(1, this::unknown));
    }

    private byte[] label() {
        return message(
                fields(2, () -> field(1, random.bytes(0, 6))),
                fields(1, () -> field(2, random.bytes(0, random.oneIn(10) ? 200 : 8))),
                fields(random.oneIn(10) ? 1 : 0, this::unknown));
    }

    /// A label of an exemplar, now and then too long for one, now and then not UTF-8.
    private byte[] text() {
        String letter = random.pick(List.of("a", "\u00e9", "\u20ac", "\ud83d\ude00"));
        byte[] value =
                letter.repeat(random.between(0, random.oneIn(4) ? 140 : 9))
                        .getBytes(StandardCharsets.UTF_8);
        byte[] cut = Arrays.copyOf(value, value.length - (random.oneIn(9) ? value.length / 7 : 0));
        return join(field(1, new byte[] {'n'}), field(2, cut));
    }

    private byte[] sample() {
        return message(
                fields(1, () -> fixed(DOUBLE)),
                fields(2, () -> varintField(2)),
                fields(random.oneIn(5) ? 1 : 0, this::unknown));
    }

    private byte[] exemplar() {
        return message(
                fields(2, () -> field(1, random.oneIn(2) ? label() : text())),
                fields(1, () -> fixed(2)),
                fields(1, () -> varintField(3)));
    }

    private byte[] metadata() {
        return message(
                fields(1, () -> varintField(1)),
                fields(1, () -> field(2, random.bytes(0, 6))),
                fields(1, () -> field(4, random.bytes(0, 6))),
                fields(1, () -> field(5, random.bytes(0, 6))));
    }

    byte[] histogram() {
        return message(
                fields(1, () -> varintField(1)),
                fields(1, () -> fixed(3)),
                fields(2, () -> field(8, message(fields(1, () -> varintField(1))))),
                fields(1, () -> field(9, message(fields(3, () -> varint(random.nextLong()))))),
                fields(1, () -> field(13, random.bytes(16, 16))),
                fields(1, () -> fixed(10)),
                fields(1, () -> varintField(12)),
                fields(1, () -> varintField(15)));
    }

    byte[] validHistogram() {
        return new RandomHistogram(random, this).message();
    }

    byte[] unknown() {
        int number = random.between(20, 3000);
        return switch (random.between(0, 3)) {
            case 0 -> varintField(number);
            case 1 -> fixed(number);
            case 2 -> join(tag(number, ProtoCursor.FIXED32), random.bytes(4, 4));
            default -> field(number, random.bytes(0, 9));
        };
    }

    byte[] field(int number, byte[] content) {
        return join(tag(number, ProtoCursor.LENGTH_DELIMITED), varint(content.length), content);
    }

    byte[] fixed(int number) {
        return join(tag(number, ProtoCursor.FIXED64), random.bytes(8, 8));
    }

    byte[] varintField(int number) {
        long value = random.oneIn(2) ? random.nextLong() : random.between(0, 300);
        return join(tag(number, ProtoCursor.VARINT), varint(value));
    }

    byte[] tag(int number, int wireType) {
        return varint(((long) number << 3) | wireType);
    }

    /// Now and then with a needless last byte.
    byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        while (rest >>> 7 != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        if (rest == value && random.oneIn(30)) {
            bytes.write((int) (rest | 0x80));
            bytes.write(0);
            return bytes.toByteArray();
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    interface Part {
        byte[] make();
    }

    List<byte[]> fields(int countMax, Part part) {
        List<byte[]> fields = new ArrayList<>();
        int count = random.between(0, countMax);
        for (int i = 0; i < count; i++) {
            fields.add(part.make());
        }
        return fields;
    }

    /// The fields in the order given or, half of the time, in any.
    @SafeVarargs
    final byte[] message(List<byte[]>... groups) {
        List<byte[]> fields = new ArrayList<>();
        for (List<byte[]> group : groups) {
            fields.addAll(group);
        }
        if (random.oneIn(2)) {
            for (int i = fields.size() - 1; i > 0; i--) {
                Collections.swap(fields, i, random.between(0, i));
            }
        }
        return join(fields.toArray(new byte[0][]));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
