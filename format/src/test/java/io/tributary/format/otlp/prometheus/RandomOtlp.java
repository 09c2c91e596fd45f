package io.tributary.format.otlp.prometheus;

import io.tributary.format.otlp.Messages;
import io.tributary.testkit.SeededCases.Random;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Requests of all kinds of points, with names and values of many kinds.
///
/// A metric's name is in no other request, and a point's attributes in no other point of its
/// metric, so that Prometheus finds no two samples of one series at one time.
final class RandomOtlp {
    private static final List<String> KEYS =
            List.of(
                    "http.method",
                    "http-method",
                    "http_method",
                    "a.b",
                    "a_b",
                    "a__b",
                    "_x",
                    "__y__",
                    "__y..z__",
                    "1st",
                    "éx",
                    "...x",
                    "le",
                    "quantile",
                    "job",
                    "instance",
                    "__name__",
                    "service.name",
                    "otel_scope_name",
                    "otel_scope_version",
                    "otel.scope.x");

    private static final List<String> RESOURCE_KEYS =
            List.of(
                    "service.name",
                    "service.namespace",
                    "service.instance.id",
                    "k8s.pod.name",
                    "k8s_pod_name",
                    "host.name",
                    "job",
                    "a.b",
                    "__name__",
                    "http.method");

    private static final List<String> WORDS =
            List.of(
                    "http",
                    "server",
                    "total",
                    "seconds",
                    "ratio",
                    "bytes",
                    "per_second",
                    "é",
                    "_",
                    "x:y");

    private static final List<String> UNITS =
            List.of(
                    "", "", "1", "s", "ms", "By", "By/s", "{call}", "1/s", "%", "m/s", "{a}/{b}",
                    "ä", "a_/s", "/", "x/", " s ", "km/h/s", "seconds");

    private final Random random;
    private final long seed;
    private final long baseNanos;
    private int metrics;

    /// @param baseMillis of the earliest point; the latest is {@link #SPAN_MILLIS} later at most
    RandomOtlp(Random random, long seed, long baseMillis) {
        this.random = random;
        this.seed = seed;
        this.baseNanos = baseMillis * 1_000_000;
    }

    static final long SPAN_MILLIS = 600_000;

    byte[] request() {
        return Messages.of(request -> {
            int resources = random.between(1, 3);
            for (int i = 0; i < resources; i++) {
                request.message(1, this::resource);
            }
        });
    }

    private void resource(Messages out) {
        Set<String> keys = new LinkedHashSet<>();
        for (int i = random.between(0, 6); i > 0; i--) {
            keys.add(random.pick(RESOURCE_KEYS));
        }
        out.message(1, resource -> keys.forEach(key -> resource.attribute(1, key, value(true))));
        for (int i = random.between(1, 2); i > 0; i--) {
            out.message(2, this::scope);
        }
    }

    private void scope(Messages out) {
        out.message(
                1,
                scope -> {
                    if (!random.oneIn(4)) {
                        scope.text(1, "scope" + random.between(0, 1));
                    }
                    if (random.oneIn(2)) {
                        scope.text(2, "1.0");
                    }
                    if (random.oneIn(2)) {
                        scope.attribute(3, random.pick(KEYS), value(true));
                    }
                });
        for (int i = random.between(1, 4); i > 0; i--) {
            out.message(2, this::metric);
        }
        if (random.oneIn(2)) {
            out.text(3, "http://schema");
        }
    }

    private void metric(Messages out) {
        String name = "m" + seed + "n" + metrics++;
        String before =
                random.oneIn(2)
                        ? random.pick(WORDS) + random.pick(List.of(".", "_", "-", "__"))
                        : "";
        String behind =
                random.oneIn(2)
                        ? random.pick(List.of(".", "_", "-", "//")) + random.pick(WORDS)
                        : "";
        out.text(1, before + name + behind).text(2, "help").text(3, random.pick(UNITS));
        switch (random.between(0, 6)) {
            case 0 -> out.message(5, data -> points(data, this::number));
            case 1, 2 ->
                    out.message(
                            7,
                            data -> {
                                points(data, this::number);
                                data.varint(2, temporality()).varint(3, random.between(0, 1));
                            });
            case 3 ->
                    out.message(
                            9,
                            data -> {
                                points(data, this::histogram);
                                data.varint(2, temporality());
                            });
            case 4, 5 ->
                    out.message(
                            10,
                            data -> {
                                points(data, this::exponential);
                                data.varint(2, temporality());
                            });
            default -> out.message(11, data -> points(data, this::summary));
        }
    }

    /// Nearly always cumulative.
    private int temporality() {
        return random.oneIn(60) ? random.between(0, 1) : 2;
    }

    private void points(Messages data, Consumer<Messages> point) {
        number = 0;
        for (int i = random.between(1, 3); i > 0; i--) {
            data.message(1, point);
        }
    }

    /// Of the point in its metric.
    private int number;

    private void frame(Messages out, int attributes) {
        number++;
        out.attribute(attributes, "point", any -> any.varint(3, number));
        Set<String> keys = new LinkedHashSet<>();
        for (int i = random.between(0, 5); i > 0; i--) {
            keys.add(random.pick(KEYS));
        }
        keys.forEach(key -> out.attribute(attributes, key, value(true)));
        out.fixed(3, baseNanos + random.between(0L, SPAN_MILLIS * 1_000_000));
        if (random.oneIn(2)) {
            out.fixed(2, baseNanos);
        }
    }

    private void number(Messages out) {
        frame(out, 7);
        if (random.oneIn(2)) {
            out.number(4, number());
        } else if (!random.oneIn(5)) {
            out.fixed(6, random.oneIn(3) ? random.nextLong() : random.between(-5, 5));
        }
        exemplars(out, 5);
        if (random.oneIn(10)) {
            out.varint(8, 1);
        }
    }

    private void histogram(Messages out) {
        frame(out, 9);
        int bounds = random.between(0, 5);
        double[] bound = new double[bounds];
        long[] counts = new long[bounds == 0 && random.oneIn(2) ? 0 : bounds + 1];
        long count = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = random.oneIn(3) ? 0 : random.between(0, 1_000);
            count += counts[i];
        }
        double at = random.pick(List.of(-10.0, 0.0, 1e-7, 0.005, 1e20));
        for (int i = 0; i < bounds; i++) {
            at += random.pick(List.of(0.1, 1.0, 2.5, 1e6, 1e21)) + Math.abs(at) * 0.01;
            bound[i] = at;
        }
        out.fixed(4, count).packed(6, counts).packed(7, bound);
        if (!random.oneIn(4)) {
            out.number(5, random.between(-100, 100));
        }
        exemplars(out, 8);
    }

    private void exponential(Messages out) {
        frame(out, 1);
        int scale = random.oneIn(100) ? -5 : random.between(-4, 12);
        long count = random.oneIn(2) ? 0 : random.between(0, 5);
        out.zigzag(6, scale).fixed(7, count).number(14, 0.5);
        for (int side = 8; side <= 9; side++) {
            if (random.oneIn(3)) {
                continue;
            }
            // Of scales that are merged, Prometheus puts a bucket behind an empty one into the
            // wrong place.
            long least = scale > 8 ? 1 : 0;
            long[] counts = new long[random.between(0, 12)];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = random.oneIn(2) ? least : random.between(least, 100);
                count += counts[i];
            }
            out.message(
                    side,
                    buckets -> buckets.zigzag(1, random.between(-40, 40)).packedVarints(2, counts));
        }
        out.fixed(4, random.oneIn(100) ? count + 1 : count);
        if (!random.oneIn(4)) {
            out.number(5, random.between(-100, 100));
        }
        exemplars(out, 11);
    }

    private void summary(Messages out) {
        frame(out, 7);
        out.fixed(4, random.between(0, 100)).number(5, number());
        for (int i = random.between(0, 3); i > 0; i--) {
            double quantile = 1.0 / i;
            out.message(6, at -> at.number(1, quantile).number(2, number()));
        }
    }

    private void exemplars(Messages out, int field) {
        int count = random.oneIn(2) ? 0 : random.between(1, 3);
        double value = -20;
        for (int i = 0; i < count; i++) {
            value += random.between(0, 30);
            double own = value;
            long time = baseNanos + i * 1_000_000L;
            out.message(
                    field,
                    exemplar -> {
                        exemplar.fixed(2, time).number(3, own);
                        if (random.oneIn(2)) {
                            exemplar.bytes(5, random.bytes(16, 16)).bytes(4, random.bytes(8, 8));
                        }
                        if (random.oneIn(2)) {
                            exemplar.attribute(7, "user.id", value(false));
                        }
                        if (random.oneIn(4)) {
                            exemplar.attribute(7, "long", any -> any.text(1, "é".repeat(60)));
                        }
                    });
        }
    }

    private double number() {
        return random.pick(
                List.of(
                        0.0,
                        -0.0,
                        1.0,
                        1e-9,
                        1e300,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        0.1,
                        123456789.125));
    }

    /// @param empty whether it may be
    private Consumer<Messages> value(boolean empty) {
        int kind = random.between(empty ? 0 : 1, 8);
        String text = random.pick(List.of("x", "y z", "é\"\\", "<&>"));
        double number =
                random.pick(List.of(1.5, 1e-7, 1e21, -0.0, 100.0, 1e-10, Double.NEGATIVE_INFINITY));
        return any -> {
            switch (kind) {
                case 0 -> any.text(1, "");
                case 1, 2, 3 -> any.text(1, text);
                case 4 -> any.varint(2, 1);
                case 5 -> any.varint(3, -7);
                case 6 -> any.number(4, number);
                case 7 -> any.bytes(7, new byte[] {1, 2, -3, 4});
                default -> any.message(6, RandomOtlp::nested);
            }
        };
    }

    private static void nested(Messages map) {
        map.attribute(1, "z", any -> any.text(1, "a\n\u2028\u0001<é"));
        map.attribute(1, "b", any -> any.number(4, 1e-7));
        map.attribute(1, "b", any -> any.varint(2, 0));
        map.message(1, empty -> empty.text(1, "null"));
        map.attribute(
                1,
                "list",
                any ->
                        any.message(
                                5,
                                list ->
                                        list.message(1, one -> one.varint(3, 1))
                                                .message(1, one -> one.bytes(7, new byte[] {9}))));
    }
}
