package io.tributary.format.remotewrite;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// protobuf-java reading a `WriteRequest`, from descriptors made here.
///
/// Strings are declared as bytes: the wire is the same, and text that is not UTF-8 is admission's
/// business.
final class Oracle {
    record Pair(ByteString name, ByteString value) {}

    record Sample(long timeMillis, long valueBits) {}

    record Exemplar(List<Pair> labels, long timeMillis, long valueBits) {}

    record Series(
            List<Pair> labels,
            List<Sample> samples,
            List<OracleHistogram> histograms,
            List<Exemplar> exemplars) {}

    record Metadata(int type, ByteString family, ByteString help, ByteString unit) {}

    record Request(List<Series> series, int exemplarsDropped, List<Metadata> metadata) {}

    private static final Descriptor WRITE_REQUEST = writeRequest();

    private Oracle() {}

    /// What the bytes say, or empty if protobuf-java refuses them.
    static Optional<Request> read(byte[] bytes) {
        try {
            return Optional.of(request(DynamicMessage.parseFrom(WRITE_REQUEST, bytes)));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static Request request(DynamicMessage message) {
        List<Series> series = new ArrayList<>();
        int dropped = 0;
        for (DynamicMessage one : messages(message, "timeseries")) {
            List<Sample> samples = new ArrayList<>();
            for (DynamicMessage sample : messages(one, "samples")) {
                samples.add(new Sample(timestamp(sample), bits(sample, "value")));
            }
            List<OracleHistogram> histograms = new ArrayList<>();
            for (DynamicMessage histogram : messages(one, "histograms")) {
                histograms.add(OracleHistogram.of(histogram));
            }
            List<Exemplar> exemplars = new ArrayList<>();
            for (DynamicMessage exemplar : messages(one, "exemplars")) {
                List<Pair> labels = labels(exemplar);
                if (isExemplar(labels)) {
                    exemplars.add(
                            new Exemplar(labels, timestamp(exemplar), bits(exemplar, "value")));
                } else {
                    dropped++;
                }
            }
            series.add(new Series(labels(one), samples, histograms, exemplars));
        }
        List<Metadata> metadata = new ArrayList<>();
        for (DynamicMessage one : messages(message, "metadata")) {
            metadata.add(
                    new Metadata(
                            (Integer) value(one, "type"),
                            (ByteString) value(one, "family"),
                            (ByteString) value(one, "help"),
                            (ByteString) value(one, "unit")));
        }
        return new Request(series, dropped, metadata);
    }

    private static List<Pair> labels(DynamicMessage message) {
        List<Pair> labels = new ArrayList<>();
        for (DynamicMessage label : messages(message, "labels")) {
            labels.add(
                    new Pair(
                            (ByteString) value(label, "name"), (ByteString) value(label, "value")));
        }
        return labels;
    }

    static boolean isExemplar(List<Pair> labels) {
        int characters = 0;
        for (Pair label : labels) {
            if (label.name().isEmpty()
                    || !label.name().isValidUtf8()
                    || !label.value().isValidUtf8()) {
                return false;
            }
            String text = label.name().toStringUtf8() + label.value().toStringUtf8();
            characters += text.codePointCount(0, text.length());
        }
        return characters <= 128;
    }

    static long timestamp(DynamicMessage message) {
        return (Long) value(message, "timestamp");
    }

    static long bits(DynamicMessage message, String field) {
        return Double.doubleToRawLongBits((Double) value(message, field));
    }

    static Object value(DynamicMessage message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    static List<DynamicMessage> messages(DynamicMessage message, String field) {
        List<DynamicMessage> messages = new ArrayList<>();
        for (Object one : (List<?>) value(message, field)) {
            messages.add((DynamicMessage) one);
        }
        return messages;
    }

    private static Descriptor writeRequest() {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder().setName("remote.proto").setSyntax("proto3");
        file.addMessageType(
                message(
                        "WriteRequest",
                        many("timeseries", 1, "Series"),
                        many("metadata", 3, "Meta")));
        file.addMessageType(
                message(
                        "Series",
                        many("labels", 1, "Pair"),
                        many("samples", 2, "Sample"),
                        many("exemplars", 3, "Exemplar"),
                        many("histograms", 4, "Histogram")));
        file.addMessageType(
                message(
                        "Pair",
                        one("name", 1, FieldDescriptorProto.Type.TYPE_BYTES),
                        one("value", 2, FieldDescriptorProto.Type.TYPE_BYTES)));
        file.addMessageType(
                message(
                        "Sample",
                        one("value", 1, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        one("timestamp", 2, FieldDescriptorProto.Type.TYPE_INT64)));
        file.addMessageType(
                message(
                        "Exemplar",
                        many("labels", 1, "Pair"),
                        one("value", 2, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        one("timestamp", 3, FieldDescriptorProto.Type.TYPE_INT64)));
        file.addMessageType(
                message(
                        "Meta",
                        one("type", 1, FieldDescriptorProto.Type.TYPE_INT32),
                        one("family", 2, FieldDescriptorProto.Type.TYPE_BYTES),
                        one("help", 4, FieldDescriptorProto.Type.TYPE_BYTES),
                        one("unit", 5, FieldDescriptorProto.Type.TYPE_BYTES)));
        file.addMessageType(
                message(
                        "Span",
                        one("offset", 1, FieldDescriptorProto.Type.TYPE_SINT32),
                        one("length", 2, FieldDescriptorProto.Type.TYPE_UINT32)));
        file.addMessageType(histogram());
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0])
                    .findMessageTypeByName("WriteRequest");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("BUG: " + e.getMessage(), e);
        }
    }

    static DescriptorProto histogram() {
        return message(
                        "Histogram",
                        oneOf(0, one("count_int", 1, FieldDescriptorProto.Type.TYPE_UINT64)),
                        oneOf(0, one("count_float", 2, FieldDescriptorProto.Type.TYPE_DOUBLE)),
                        one("sum", 3, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        one("schema", 4, FieldDescriptorProto.Type.TYPE_SINT32),
                        one("zero_threshold", 5, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        oneOf(1, one("zero_count_int", 6, FieldDescriptorProto.Type.TYPE_UINT64)),
                        oneOf(1, one("zero_count_float", 7, FieldDescriptorProto.Type.TYPE_DOUBLE)),
                        many("negative_spans", 8, "Span"),
                        many("negative_deltas", 9, FieldDescriptorProto.Type.TYPE_SINT64),
                        many("negative_counts", 10, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        many("positive_spans", 11, "Span"),
                        many("positive_deltas", 12, FieldDescriptorProto.Type.TYPE_SINT64),
                        many("positive_counts", 13, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        one("reset_hint", 14, FieldDescriptorProto.Type.TYPE_INT32),
                        one("timestamp", 15, FieldDescriptorProto.Type.TYPE_INT64),
                        many("custom_values", 16, FieldDescriptorProto.Type.TYPE_DOUBLE))
                .toBuilder()
                .addOneofDecl(OneofDescriptorProto.newBuilder().setName("count"))
                .addOneofDecl(OneofDescriptorProto.newBuilder().setName("zero_count"))
                .build();
    }

    private static FieldDescriptorProto.Builder oneOf(
            int group, FieldDescriptorProto.Builder field) {
        return field.setOneofIndex(group);
    }

    static DescriptorProto message(String name, FieldDescriptorProto.Builder... fields) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (FieldDescriptorProto.Builder field : fields) {
            message.addField(field);
        }
        return message.build();
    }

    static FieldDescriptorProto.Builder one(
            String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(type);
    }

    static FieldDescriptorProto.Builder many(
            String name, int number, FieldDescriptorProto.Type type) {
        return one(name, number, type).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
    }

    static FieldDescriptorProto.Builder many(String name, int number, String message) {
        return many(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setTypeName("." + message);
    }
}
