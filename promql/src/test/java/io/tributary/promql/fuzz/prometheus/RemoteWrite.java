package io.tributary.promql.fuzz.prometheus;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.promql.reference.data.Dataset;
import io.tributary.promql.reference.data.NaiveHistogram;
import io.tributary.promql.reference.data.Value;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Writes a dataset as a request of Prometheus' remote write 1.0: protobuf in a Snappy block of
/// literals only.
final class RemoteWrite {
    private static final int LITERAL_MAX = 1 << 16;

    /// A literal whose length less one stands in two bytes.
    private static final int LITERAL_TAG = 61 << 2;

    /// A histogram's hint that it is no counter.
    private static final int HINT_GAUGE = 3;

    private static final int WIRE_VARINT = 0;
    private static final int WIRE_64_BIT = 1;
    private static final int WIRE_BYTES = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private RemoteWrite() {}

    /// Floats of a message are taken before its histograms: a series that has both stands in a
    /// message of its own for each run of one kind.
    static byte[] request(Dataset data) {
        RemoteWrite request = new RemoteWrite();
        data.series()
                .forEach((labels, samples) -> {
                    boolean gauge = data.gauges().contains(labels);
                    NavigableMap<Long, Value> run = new TreeMap<>();
                    for (Map.Entry<Long, Value> sample : samples.entrySet()) {
                        if (!run.isEmpty()
                                && !isAlike(run.lastEntry().getValue(), sample.getValue())) {
                            request.bytes(1, series(labels, run, gauge));
                            run.clear();
                        }
                        run.put(sample.getKey(), sample.getValue());
                    }
                    request.bytes(1, series(labels, run, gauge));
                });
        return snappy(request.out.toByteArray());
    }

    private static boolean isAlike(Value left, Value right) {
        return left instanceof Value.Real == right instanceof Value.Real;
    }

    private static byte[] series(Labels labels, NavigableMap<Long, Value> samples, boolean gauge) {
        RemoteWrite series = new RemoteWrite();
        for (Label label : labels.asList()) {
            RemoteWrite pair = new RemoteWrite();
            pair.bytes(1, label.name().getBytes(StandardCharsets.UTF_8));
            pair.bytes(2, label.value().getBytes(StandardCharsets.UTF_8));
            series.bytes(1, pair.out.toByteArray());
        }
        for (Map.Entry<Long, Value> sample : samples.entrySet()) {
            switch (sample.getValue()) {
                case Value.Real(var number) -> series.bytes(2, sample(sample.getKey(), number));
                case Value.Histogram(var histogram) ->
                        series.bytes(4, histogram(sample.getKey(), histogram, gauge));
            }
        }
        return series.out.toByteArray();
    }

    private static byte[] sample(long timeMillis, double number) {
        RemoteWrite sample = new RemoteWrite();
        sample.number(1, number);
        sample.varint(2 << 3 | WIRE_VARINT);
        sample.varint(timeMillis);
        return sample.out.toByteArray();
    }

    /// A float histogram.
    private static byte[] histogram(long timeMillis, NaiveHistogram of, boolean gauge) {
        RemoteWrite histogram = new RemoteWrite();
        histogram.number(2, of.count());
        histogram.number(3, of.sum());
        histogram.varint(4 << 3 | WIRE_VARINT);
        histogram.varint(zigzag(of.schema()));
        histogram.number(5, of.zeroThreshold());
        histogram.number(7, of.zeroCount());
        histogram.buckets(8, 10, of.negative());
        histogram.buckets(11, 13, of.positive());
        if (gauge) {
            histogram.varint(14 << 3 | WIRE_VARINT);
            histogram.varint(HINT_GAUGE);
        }
        histogram.varint(15 << 3 | WIRE_VARINT);
        histogram.varint(timeMillis);
        if (!of.bounds().isEmpty()) {
            histogram.bytes(16, doubles(of.bounds()));
        }
        return histogram.out.toByteArray();
    }

    private void buckets(int spanField, int countField, NavigableMap<Integer, Double> counts) {
        int next = 0;
        for (int number : counts.keySet()) {
            RemoteWrite span = new RemoteWrite();
            span.varint(1 << 3 | WIRE_VARINT);
            span.varint(zigzag(number - next));
            span.varint(2 << 3 | WIRE_VARINT);
            span.varint(1);
            bytes(spanField, span.out.toByteArray());
            next = number + 1;
        }
        if (!counts.isEmpty()) {
            bytes(countField, doubles(counts.values()));
        }
    }

    private static byte[] doubles(Collection<Double> numbers) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Double.BYTES * numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(number -> bytes.putLong(Double.doubleToRawLongBits(number)));
        return bytes.array();
    }

    private static long zigzag(int number) {
        return Integer.toUnsignedLong((number << 1) ^ (number >> 31));
    }

    private void number(int field, double number) {
        varint(field << 3 | WIRE_64_BIT);
        out.writeBytes(doubles(List.of(number)));
    }

    private void bytes(int field, byte[] content) {
        varint(field << 3 | WIRE_BYTES);
        varint(content.length);
        out.writeBytes(content);
    }

    private void varint(long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static byte[] snappy(byte[] content) {
        RemoteWrite block = new RemoteWrite();
        block.varint(content.length);
        for (int from = 0; from < content.length; from += LITERAL_MAX) {
            int length = Math.min(LITERAL_MAX, content.length - from);
            block.out.write(LITERAL_TAG);
            block.out.write((length - 1) & 0xff);
            block.out.write((length - 1) >>> 8);
            block.out.write(content, from, length);
        }
        return block.out.toByteArray();
    }
}
