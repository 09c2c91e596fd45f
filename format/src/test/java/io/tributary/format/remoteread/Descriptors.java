package io.tributary.format.remoteread;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// protobuf-java's view of remote read, from descriptors made here; text is declared as bytes, and
/// what is on the wire is told from what is not.
final class Descriptors {
    private static final FileDescriptor FILE =
            file(
                    "ReadRequest: queries=1 Query*, accepted=2 int32*",
                    "Query: start=1 int64, end=2 int64, matchers=3 LabelMatcher*, hints=4 ReadHints",
                    "LabelMatcher: type=1 int32, name=2 bytes, value=3 bytes",
                    "ReadHints: start=3 int64, end=4 int64",
                    "ReadResponse: results=1 QueryResult*",
                    "QueryResult: timeseries=1 TimeSeries*",
                    "TimeSeries: labels=1 Pair*, samples=2 Sample*, histograms=4 Histogram*",
                    "Pair: name=1 bytes, value=2 bytes",
                    "Sample: value=1 fixed64, timestamp=2 int64",
                    "Histogram: count_int=1 uint64, count=2 double, sum=3 double, schema=4 sint32,"
                            + " threshold=5 double, zero_int=6 uint64, zero=7 double,"
                            + " negative_spans=8 Span*, negative_deltas=9 sint64*, negative=10 double*,"
                            + " positive_spans=11 Span*, positive_deltas=12 sint64*,"
                            + " positive=13 double*, hint=14 int32,"
                            + " timestamp=15 int64, bounds=16 double*",
                    "Span: offset=1 sint32, length=2 uint32",
                    "ChunkedReadResponse: series=1 ChunkedSeries*, query=2 int64",
                    "ChunkedSeries: labels=1 Pair*, chunks=2 Chunk*",
                    "Chunk: min=1 int64, max=2 int64, type=3 int32, data=4 bytes");

    private Descriptors() {}

    static Descriptor of(String message) {
        return FILE.findMessageTypeByName(message);
    }

    static Object value(DynamicMessage message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    static long number(DynamicMessage message, String field) {
        return ((Number) value(message, field)).longValue();
    }

    static boolean has(DynamicMessage message, String field) {
        return message.hasField(message.getDescriptorForType().findFieldByName(field));
    }

    static List<?> list(DynamicMessage message, String field) {
        return (List<?>) value(message, field);
    }

    static List<DynamicMessage> messages(DynamicMessage message, String field) {
        List<DynamicMessage> messages = new ArrayList<>();
        for (Object one : list(message, field)) {
            messages.add((DynamicMessage) one);
        }
        return messages;
    }

    /// Messages as `NAME: FIELD=NUMBER TYPE, …`, a `*` for many.
    private static FileDescriptor file(String... messages) {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder().setName("read.proto").setSyntax("proto2");
        for (String text : messages) {
            String[] parts = text.split(": ", 2);
            DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(parts[0]);
            for (String field : parts[1].split(", ", -1)) {
                message.addField(field(field));
            }
            file.addMessageType(message);
        }
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("BUG: " + e.getMessage(), e);
        }
    }

    private static FieldDescriptorProto field(String text) {
        String[] parts = text.split("[= ]", -1);
        boolean many = parts[2].endsWith("*");
        String type = parts[2].replace("*", "");
        FieldDescriptorProto.Builder field =
                FieldDescriptorProto.newBuilder()
                        .setName(parts[0])
                        .setNumber(Integer.parseInt(parts[1]))
                        .setLabel(many ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
        return Character.isUpperCase(type.charAt(0))
                ? field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(type).build()
                : field.setType(
                                FieldDescriptorProto.Type.valueOf(
                                        "TYPE_" + type.toUpperCase(Locale.ROOT)))
                        .build();
    }
}
