package io.tributary.format.exposition.protobuf;

import io.tributary.format.otlp.Messages;
import io.tributary.format.protobuf.ProtoWriter;
import java.util.Arrays;
import java.util.function.Consumer;

/// Families in protobuf, written field by field.
final class Families {
    static final long RECEIVED_MILLIS = 1_700_000_000_123L;

    private Families() {}

    /// A request of messages, each behind its length.
    @SafeVarargs
    static byte[] of(Consumer<Messages>... families) {
        ProtoWriter out = new ProtoWriter();
        byte[] all = {};
        for (Consumer<Messages> family : families) {
            byte[] message = Messages.of(family);
            out.clear();
            out.rawVarint(message.length);
            byte[] prefix = out.toByteArray();
            int end = all.length;
            all = Arrays.copyOf(all, end + prefix.length + message.length);
            System.arraycopy(prefix, 0, all, end, prefix.length);
            System.arraycopy(message, 0, all, end + prefix.length, message.length);
        }
        return all;
    }

    /// A family of one metric.
    static Consumer<Messages> family(String name, int type, Consumer<Messages> metric) {
        return family -> family.text(1, name).varint(3, type).message(4, metric);
    }

    /// A family `h` of one histogram, `x` its label.
    static Consumer<Messages> histogram(Consumer<Messages> histogram) {
        return family("h", 4, metric -> label(metric, "x", "y").message(7, histogram));
    }

    static Messages label(Messages in, String name, String value) {
        return in.message(1, pair -> pair.text(1, name).text(2, value));
    }

    /// A `Timestamp`.
    static Consumer<Messages> time(long seconds, int nanos) {
        return time -> time.varint(1, seconds).varint(2, nanos);
    }

    static Consumer<Messages> bucket(double bound, long count) {
        return bucket -> bucket.varint(1, count).number(2, bound);
    }

    static Consumer<Messages> exemplar(String id, double value) {
        return exemplar -> label(exemplar, "trace_id", id).number(2, value);
    }

    /// A family of each type, with all it may say.
    static byte[] everything() {
        return of(
                family(
                        "hits_total",
                        0,
                        metric ->
                                label(metric, "a", "b")
                                        .message(
                                                3,
                                                counter ->
                                                        counter.number(1, 7)
                                                                .message(2, exemplar("t", 0.5))
                                                                .message(3, time(1_600_000_000, 0)))
                                        .varint(6, 1_700_000_000_000L)),
                family -> {
                    family(
                                    "celsius",
                                    1,
                                    metric -> metric.message(2, gauge -> gauge.number(1, -3.5)))
                            .accept(family);
                    family.text(2, "Out \"there\".").text(5, "celsius");
                },
                family(
                        "s",
                        2,
                        metric ->
                                metric.message(
                                        4,
                                        summary ->
                                                summary.varint(1, 3)
                                                        .number(2, 4.5)
                                                        .message(
                                                                3,
                                                                q -> q.number(1, 0.5).number(2, 1))
                                                        .message(4, time(1_600_000_001, 0)))),
                family("u", 3, metric -> metric.message(5, untyped -> untyped.number(1, 1))),
                both(),
                gauge());
    }

    /// A histogram that is native and classic, with exemplars.
    private static Consumer<Messages> both() {
        return histogram(histogram ->
                histogram
                        .varint(1, 6)
                        .number(2, 12.5)
                        .message(
                                3,
                                bucket ->
                                        bucket.varint(1, 2)
                                                .number(2, 1)
                                                .message(3, exemplar("u", 0.25)))
                        .zigzag(5, 3)
                        .number(6, 0.25)
                        .varint(7, 1)
                        .message(12, span -> span.zigzag(1, -2).varint(2, 2))
                        .zigzag(13, 1)
                        .zigzag(13, 2)
                        .message(9, span -> span.zigzag(1, 5).varint(2, 1))
                        .zigzag(10, 1)
                        .message(15, time(1_600_000_002, 5_000_000))
                        .message(
                                16,
                                exemplar ->
                                        exemplar("v", 9)
                                                .andThen(e -> e.message(3, time(1_699_999_999, 0)))
                                                .accept(exemplar)));
    }

    /// A native histogram of floats, which is a gauge.
    private static Consumer<Messages> gauge() {
        return family(
                "g",
                5,
                metric ->
                        metric.message(
                                7,
                                histogram ->
                                        histogram
                                                .number(4, 2.5)
                                                .number(8, 0.5)
                                                .message(12, span -> span.zigzag(1, 0).varint(2, 1))
                                                .number(14, 2)
                                                .number(2, 8)));
    }
}
