package io.tributary.server.roundtrip;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.Labels;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.Histogram.Bucket;
import io.tributary.model.histogram.Histogram.Kind;
import io.tributary.model.histogram.ResetHint;
import io.tributary.model.text.GoFloat;
import io.tributary.server.roundtrip.Series.Sample;
import io.tributary.server.roundtrip.Series.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads families in delimited protobuf, of floats and of histograms of floats. A classic histogram
/// is the series that it is in text.
///
/// Source: Prometheus `client_model/io/prometheus/client/metrics.proto`.
final class FederatedProto {
    private static final int GAUGE_HISTOGRAM = 5;

    private final SortedMap<String, SortedMap<Long, String>> all = new TreeMap<>();
    private final byte[] bytes;
    private final ProtoCursor in = new ProtoCursor("families");
    private String name = "";
    private int type;
    private Labels labels = Labels.empty();
    private long timeMillis;

    private FederatedProto(byte[] bytes) {
        this.bytes = bytes;
        in.reset(bytes, 0, bytes.length);
    }

    static SortedMap<String, SortedMap<Long, String>> read(byte[] bytes)
            throws MalformedRequestException {
        FederatedProto read = new FederatedProto(bytes);
        while (!read.in.atEnd()) {
            int outer = read.in.enter();
            while (!read.in.atEnd()) {
                read.family();
            }
            read.in.leave(outer);
        }
        return read.all;
    }

    private void family() throws MalformedRequestException {
        switch (ProtoCursor.fieldNumber(in.readTag())) {
            case 1 -> name = text();
            case 3 -> type = (int) in.readVarint();
            default -> metric();
        }
    }

    private void metric() throws MalformedRequestException {
        int outer = in.enter();
        int start = in.position();
        Labels.Builder pairs = new Labels.Builder().set("__name__", name);
        // The time may stand behind the value.
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case 1 -> label(pairs);
                case 6 -> timeMillis = in.readVarint();
                default -> in.skip(tag);
            }
        }
        labels = pairs.build();
        in.moveTo(start);
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case 5 -> {
                    int untyped = in.enter();
                    in.readTag();
                    add("", labels, new Value.FloatBits(in.readFixed64()));
                    in.leave(untyped);
                }
                case 7 -> histogram();
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private void label(Labels.Builder pairs) throws MalformedRequestException {
        int outer = in.enter();
        in.readTag();
        String label = text();
        in.readTag();
        String value = text();
        if (!value.isEmpty()) {
            pairs.set(label, value);
        }
        in.leave(outer);
    }

    private void histogram() throws MalformedRequestException {
        int outer = in.enter();
        long sum = 0;
        long count = 0;
        long zeroThreshold = 0;
        long zeroCount = 0;
        int schema = 0;
        boolean classic = false;
        Side positive = new Side();
        Side negative = new Side();
        while (!in.atEnd()) {
            switch (ProtoCursor.fieldNumber(in.readTag())) {
                case 2 -> sum = in.readFixed64();
                case 3 -> {
                    classic = true;
                    bucket();
                }
                case 4 -> count = in.readFixed64();
                case 5 -> schema = ProtoCursor.zigzag32(in.readVarint());
                case 6 -> zeroThreshold = in.readFixed64();
                case 8 -> zeroCount = in.readFixed64();
                case 9 -> negative.span(in);
                case 11 -> negative.counts.add(in.readFixed64());
                case 12 -> positive.span(in);
                case 14 -> positive.counts.add(in.readFixed64());
                default -> throw new AssertionError("a field of no histogram of floats");
            }
        }
        in.leave(outer);
        if (classic) {
            // The bucket of all is not told beside the count.
            bucket(Double.POSITIVE_INFINITY, count);
            add("_count", labels, new Value.FloatBits(count));
            add("_sum", labels, new Value.FloatBits(sum));
            return;
        }
        Histogram histogram =
                new Histogram(
                        Kind.FLOAT,
                        schema,
                        zeroThreshold,
                        zeroCount,
                        count,
                        sum,
                        positive.buckets(),
                        negative.buckets(),
                        List.of());
        ResetHint hint = type == GAUGE_HISTOGRAM ? ResetHint.GAUGE : ResetHint.UNKNOWN;
        add("", labels, new Value.Distribution(histogram, hint));
    }

    /// Buckets of one side.
    private static final class Side {
        private final List<Integer> indexes = new ArrayList<>();
        private final List<Long> counts = new ArrayList<>();
        private int end;

        private void span(ProtoCursor in) throws MalformedRequestException {
            int outer = in.enter();
            in.readTag();
            end += ProtoCursor.zigzag32(in.readVarint());
            in.readTag();
            for (long length = in.readVarint(); length > 0; length--) {
                indexes.add(end++);
            }
            in.leave(outer);
        }

        private List<Bucket> buckets() {
            List<Bucket> buckets = new ArrayList<>();
            for (int i = 0; i < counts.size(); i++) {
                buckets.add(new Bucket(indexes.get(i), counts.get(i)));
            }
            return buckets;
        }
    }

    private void bucket() throws MalformedRequestException {
        int outer = in.enter();
        in.readTag();
        double bound = Double.longBitsToDouble(in.readFixed64());
        in.readTag();
        long cumulative = in.readFixed64();
        in.leave(outer);
        bucket(bound, cumulative);
    }

    private void bucket(double bound, long cumulativeBits) {
        Labels.Builder of =
                labels.toBuilder().set("le", GoFloat.format(bound, GoFloat.Form.SAMPLE));
        add("_bucket", of.build(), new Value.FloatBits(cumulativeBits));
    }

    private void add(String suffix, Labels of, Value value) {
        Labels named = of.toBuilder().set("__name__", name + suffix).build();
        BatchRead.add(all, named, new Sample(timeMillis, value, 0));
    }

    private String text() throws MalformedRequestException {
        int length = in.readLength();
        String text = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
        in.moveTo(in.position() + length);
        return text;
    }
}
