package io.tributary.format.remotewrite;

import java.util.Arrays;

/// Which fields a message has, to check one whose content is not kept.
///
/// Fields of other numbers are skipped unread, so nesting is as deep as these declarations and no
/// deeper.
final class Shape {
    private sealed interface Field {
        record Unknown() implements Field {}

        record Single(int wireType) implements Field {}

        /// Numbers that may stand alone or packed into one length-delimited field.
        record Packable(int wireType) implements Field {}

        record Nested(Shape shape) implements Field {}
    }

    private static final Field UNKNOWN = new Field.Unknown();

    static final Shape LABEL = new Shape("Label").string(1).string(2);

    static final Shape EXEMPLAR = new Shape("Exemplar").message(1, LABEL).fixed64(2).varint(3);

    static final Shape METADATA =
            new Shape("MetricMetadata").varint(1).string(2).string(4).string(5);

    private static final Shape SPAN = new Shape("BucketSpan").varint(1).varint(2);

    static final Shape HISTOGRAM =
            new Shape("Histogram")
                    .varint(1)
                    .fixed64(2)
                    .fixed64(3)
                    .varint(4)
                    .fixed64(5)
                    .varint(6)
                    .fixed64(7)
                    .message(8, SPAN)
                    .varints(9)
                    .fixed64s(10)
                    .message(11, SPAN)
                    .varints(12)
                    .fixed64s(13)
                    .varint(14)
                    .varint(15)
                    .fixed64s(16);

    private final String name;

    /// By field number; short, as the numbers are small.
    private Field[] fields = {UNKNOWN};

    private Shape(String name) {
        this.name = name;
    }

    /// Reads the innermost message of `in` to its end.
    void check(ProtoCursor in) throws MalformedRequestException {
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (field(ProtoCursor.fieldNumber(tag))) {
                case Field.Unknown _ -> in.skip(tag);
                case Field.Single(int wireType) -> {
                    in.expect(wireType, tag, name);
                    in.skip(tag);
                }
                case Field.Packable(int wireType) -> checkPackable(in, tag, wireType);
                case Field.Nested(Shape shape) -> {
                    in.expect(ProtoCursor.LENGTH_DELIMITED, tag, name);
                    int outer = in.enter();
                    shape.check(in);
                    in.leave(outer);
                }
            }
        }
    }

    private void checkPackable(ProtoCursor in, int tag, int wireType)
            throws MalformedRequestException {
        if (ProtoCursor.wireType(tag) != ProtoCursor.LENGTH_DELIMITED) {
            in.expect(wireType, tag, name);
            in.skip(tag);
            return;
        }
        int outer = in.enter();
        while (!in.atEnd()) {
            in.skip(wireType);
        }
        in.leave(outer);
    }

    private Field field(int number) {
        return Integer.compareUnsigned(number, fields.length) < 0 ? fields[number] : UNKNOWN;
    }

    private Shape varint(int number) {
        return with(number, new Field.Single(ProtoCursor.VARINT));
    }

    private Shape fixed64(int number) {
        return with(number, new Field.Single(ProtoCursor.FIXED64));
    }

    private Shape string(int number) {
        return with(number, new Field.Single(ProtoCursor.LENGTH_DELIMITED));
    }

    private Shape varints(int number) {
        return with(number, new Field.Packable(ProtoCursor.VARINT));
    }

    private Shape fixed64s(int number) {
        return with(number, new Field.Packable(ProtoCursor.FIXED64));
    }

    private Shape message(int number, Shape shape) {
        return with(number, new Field.Nested(shape));
    }

    private Shape with(int number, Field field) {
        Field[] grown = Arrays.copyOf(fields, Math.max(fields.length, number + 1));
        Arrays.fill(grown, fields.length, grown.length, UNKNOWN);
        grown[number] = field;
        fields = grown;
        return this;
    }
}
