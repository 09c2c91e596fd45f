package io.tributary.format.remotewrite;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// protobuf-java reading a `Request` of remote write 2.0, and what its refs mean, the plain way.
///
/// Symbols are declared as bytes, as in {@link Oracle}.
final class SymbolsOracle {
    record Sample(long timeMillis, long valueBits, long startMillis) {}

    /// @param fault of the labels, which are then none; empty if there is none
    record Series(
            List<Oracle.Pair> labels,
            String fault,
            List<Sample> samples,
            List<OracleHistogram> histograms,
            List<Long> histogramStarts,
            List<Oracle.Exemplar> exemplars) {}

    record Request(List<Series> series, int exemplarsDropped, List<Oracle.Metadata> metadata) {}

    private static final ByteString METRIC_NAME = ByteString.copyFromUtf8("__name__");
    private static final Set<Integer> HISTOGRAMS = Set.of(3, 4);
    private static final int SUMMARY = 5;
    private static final int COMPARED_NAME_BYTES = 1_024;

    private static final Descriptor REQUEST = requestType();

    private final List<ByteString> symbols = new ArrayList<>();
    private int dropped;

    private SymbolsOracle(DynamicMessage message) {
        for (Object symbol : (List<?>) Oracle.value(message, "symbols")) {
            symbols.add((ByteString) symbol);
        }
    }

    /// What the bytes say, or empty if protobuf-java refuses them or the first symbol is not empty.
    static Optional<Request> read(byte[] bytes) {
        try {
            DynamicMessage message = DynamicMessage.parseFrom(REQUEST, bytes);
            SymbolsOracle oracle = new SymbolsOracle(message);
            return oracle.symbols.isEmpty() || oracle.symbols.getFirst().isEmpty()
                    ? Optional.of(oracle.request(message))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private Request request(DynamicMessage message) {
        List<DynamicMessage> all = Oracle.messages(message, "timeseries");
        List<Series> series = all.stream().map(this::series).toList();
        return new Request(series, dropped, metadata(all));
    }

    private Series series(DynamicMessage message) {
        List<Integer> refs = refs(message);
        String fault = fault(refs);
        List<Sample> samples = new ArrayList<>();
        for (DynamicMessage sample : Oracle.messages(message, "samples")) {
            samples.add(
                    new Sample(
                            Oracle.timestamp(sample),
                            Oracle.bits(sample, "value"),
                            (Long) Oracle.value(sample, "start_timestamp")));
        }
        List<OracleHistogram> histograms = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        for (DynamicMessage one : Oracle.messages(message, "histograms")) {
            OracleHistogram histogram = OracleHistogram.of(one);
            histograms.add(histogram);
            starts.add(
                    histogram.text().equals("invalid")
                            ? 0
                            : (Long) Oracle.value(one, "start_timestamp"));
        }
        return new Series(
                fault.isEmpty() ? labels(refs) : List.of(),
                fault,
                samples,
                histograms,
                starts,
                exemplars(message));
    }

    private List<Oracle.Exemplar> exemplars(DynamicMessage series) {
        List<Oracle.Exemplar> exemplars = new ArrayList<>();
        for (DynamicMessage exemplar : Oracle.messages(series, "exemplars")) {
            List<Integer> refs = refs(exemplar);
            if (fault(refs).isEmpty() && Oracle.isExemplar(labels(refs))) {
                exemplars.add(
                        new Oracle.Exemplar(
                                labels(refs),
                                Oracle.timestamp(exemplar),
                                Oracle.bits(exemplar, "value")));
            } else {
                dropped++;
            }
        }
        return exemplars;
    }

    /// What is said of a family, without repeating what was said last, or last with its name.
    private List<Oracle.Metadata> metadata(List<DynamicMessage> series) {
        List<Oracle.Metadata> metadata = new ArrayList<>();
        List<Integer> refsOfLast = List.of();
        Map<Integer, List<Object>> lastOfNames = new HashMap<>();
        for (DynamicMessage one : series) {
            DynamicMessage said = (DynamicMessage) Oracle.value(one, "metadata");
            int type = (Integer) Oracle.value(said, "type");
            int help = (Integer) Oracle.value(said, "help_ref");
            int unit = (Integer) Oracle.value(said, "unit_ref");
            Optional<Integer> nameRef = name(refs(one));
            if ((type == 0 && help == 0 && unit == 0)
                    || !has(help)
                    || !has(unit)
                    || nameRef.isEmpty()) {
                continue;
            }
            boolean isNative = !Oracle.messages(one, "histograms").isEmpty();
            List<Object> words = List.of(type, help, unit, isNative);
            if (words.equals(lastOfNames.put(nameRef.get(), words))) {
                continue;
            }
            ByteString name = symbols.get(nameRef.get());
            ByteString family = isNative ? name : family(type, name);
            Oracle.Metadata next =
                    new Oracle.Metadata(type, family, symbols.get(help), symbols.get(unit));
            List<Integer> refs = List.of(help, unit);
            if (metadata.isEmpty()
                    || !next.equals(metadata.getLast())
                    || !refs.equals(refsOfLast)
                    || family.size() > COMPARED_NAME_BYTES) {
                metadata.add(next);
                refsOfLast = refs;
            }
        }
        return metadata;
    }

    /// The symbol that is the metric's name.
    private Optional<Integer> name(List<Integer> refs) {
        for (int i = 0; i + 1 < refs.size(); i += 2) {
            if (has(refs.get(i)) && symbols.get(refs.get(i)).equals(METRIC_NAME)) {
                return Optional.of(refs.get(i + 1)).filter(this::has);
            }
        }
        return Optional.empty();
    }

    private static ByteString family(int type, ByteString name) {
        List<String> suffixes =
                HISTOGRAMS.contains(type)
                        ? List.of("_bucket", "_count", "_sum")
                        : type == SUMMARY ? List.of("_count", "_sum") : List.of();
        for (String suffix : suffixes) {
            if (name.size() > suffix.length() && name.endsWith(ByteString.copyFromUtf8(suffix))) {
                return name.substring(0, name.size() - suffix.length());
            }
        }
        return name;
    }

    private boolean has(int ref) {
        return Integer.compareUnsigned(ref, symbols.size()) < 0;
    }

    private String fault(List<Integer> refs) {
        for (int ref : refs) {
            if (!has(ref)) {
                return "a label refers to symbol %d, and the request has %d"
                        .formatted(Integer.toUnsignedLong(ref), symbols.size());
            }
        }
        return refs.size() % 2 == 0
                ? ""
                : "%d refs of labels: a name has no value".formatted(refs.size());
    }

    private List<Oracle.Pair> labels(List<Integer> refs) {
        List<Oracle.Pair> labels = new ArrayList<>();
        for (int i = 0; i < refs.size(); i += 2) {
            labels.add(new Oracle.Pair(symbols.get(refs.get(i)), symbols.get(refs.get(i + 1))));
        }
        return labels;
    }

    private static List<Integer> refs(DynamicMessage message) {
        return ((List<?>) Oracle.value(message, "labels_refs"))
                .stream().map(ref -> (Integer) ref).toList();
    }

    private static Descriptor requestType() {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder().setName("write2.proto").setSyntax("proto3");
        file.addMessageType(
                Oracle.message(
                        "Request",
                        Oracle.many("symbols", 4, FieldDescriptorProto.Type.TYPE_BYTES),
                        Oracle.many("timeseries", 5, "Series")));
        file.addMessageType(
                Oracle.message(
                        "Series",
                        Oracle.many("labels_refs", 1, FieldDescriptorProto.Type.TYPE_UINT32),
                        Oracle.many("samples", 2, "Sample"),
                        Oracle.many("histograms", 3, "Histogram"),
                        Oracle.many("exemplars", 4, "Exemplar"),
                        Oracle.many("metadata", 5, "Metadata")
                                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)));
        file.addMessageType(
                Oracle.message(
                        "Sample",
                        Oracle.one("value", 1, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        Oracle.one("timestamp", 2, FieldDescriptorProto.Type.TYPE_INT64),
                        Oracle.one("start_timestamp", 3, FieldDescriptorProto.Type.TYPE_INT64)));
        file.addMessageType(
                Oracle.message(
                        "Exemplar",
                        Oracle.many("labels_refs", 1, FieldDescriptorProto.Type.TYPE_UINT32),
                        Oracle.one("value", 2, FieldDescriptorProto.Type.TYPE_DOUBLE),
                        Oracle.one("timestamp", 3, FieldDescriptorProto.Type.TYPE_INT64)));
        file.addMessageType(
                Oracle.message(
                        "Metadata",
                        Oracle.one("type", 1, FieldDescriptorProto.Type.TYPE_INT32),
                        Oracle.one("help_ref", 3, FieldDescriptorProto.Type.TYPE_UINT32),
                        Oracle.one("unit_ref", 4, FieldDescriptorProto.Type.TYPE_UINT32)));
        file.addMessageType(
                Oracle.message(
                        "Span",
                        Oracle.one("offset", 1, FieldDescriptorProto.Type.TYPE_SINT32),
                        Oracle.one("length", 2, FieldDescriptorProto.Type.TYPE_UINT32)));
        file.addMessageType(
                Oracle.histogram().toBuilder()
                        .addField(
                                Oracle.one(
                                        "start_timestamp",
                                        17,
                                        FieldDescriptorProto.Type.TYPE_INT64)));
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0])
                    .findMessageTypeByName("Request");
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("BUG: " + e.getMessage(), e);
        }
    }
}
