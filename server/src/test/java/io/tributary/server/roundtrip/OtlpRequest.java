package io.tributary.server.roundtrip;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.Histogram.Bucket;
import io.tributary.model.notes.Exemplar;
import io.tributary.server.roundtrip.Series.Sample;
import io.tributary.server.roundtrip.Series.Value;
import java.util.List;

/// Series as metrics of OTLP, of a resource and a scope without a word: counters where they count
/// since a time or have exemplars, else gauges; histograms of custom buckets as explicit ones,
/// others as exponential ones. Staleness is the flag "no recorded value".
final class OtlpRequest {
    private static final int CUMULATIVE = 2;
    private static final int NO_RECORDED_VALUE = 1;
    private static final double INTEGERS_END = 0x1p63;

    private OtlpRequest() {}

    static OtlpMessage of(List<Series> series) {
        return OtlpMessage.of(request ->
                request.messages(
                        1,
                        "resourceMetrics",
                        List.of(series),
                        (resource, all) ->
                                resource.messages(
                                        2,
                                        "scopeMetrics",
                                        List.of(all),
                                        (scope, _) ->
                                                scope.messages(
                                                        2, "metrics", all, OtlpRequest::metric))));
    }

    private static void metric(OtlpMessage metric, Series series) {
        metric.text(1, "name", series.name());
        boolean counts = List.of(Sent.STARTS, Sent.EXEMPLARS).contains(series.column());
        switch (series.column()) {
            case Sent.CUSTOM ->
                    metric.message(9, "histogram", data -> cumulative(explicit(data, series)));
            case Sent.INTEGERS, Sent.FLOATS ->
                    metric.message(
                            10,
                            "exponentialHistogram",
                            data -> cumulative(exponential(data, series)));
            default -> {
                if (counts) {
                    metric.message(
                            7,
                            "sum",
                            data -> cumulative(numbers(data, series)).isTrue(3, "isMonotonic"));
                } else {
                    metric.message(5, "gauge", data -> numbers(data, series));
                }
            }
        }
    }

    private static OtlpMessage cumulative(OtlpMessage data) {
        return data.varint(2, "aggregationTemporality", CUMULATIVE);
    }

    private static OtlpMessage numbers(OtlpMessage data, Series series) {
        return data.messages(
                1,
                "dataPoints",
                series.samples(),
                (point, sample) -> {
                    attributes(point, 7, "attributes", series.labels().withoutMetricName());
                    times(point, sample);
                    if (sample.value().isStale()) {
                        point.varint(8, "flags", NO_RECORDED_VALUE);
                    } else if (sample.value() instanceof Value.FloatBits(var bits)) {
                        number(point, bits);
                    }
                    int index = series.samples().indexOf(sample);
                    if (index < series.exemplars().size()) {
                        Exemplar exemplar = series.exemplars().get(index);
                        point.messages(5, "exemplars", List.of(exemplar), OtlpRequest::exemplar);
                    }
                });
    }

    /// Whole numbers are sent as such.
    private static void number(OtlpMessage point, long bits) {
        double value = Double.longBitsToDouble(bits);
        boolean isInteger = value == Math.rint(value) && Math.abs(value) < INTEGERS_END;
        if (isInteger && bits != Double.doubleToRawLongBits(-0.0)) {
            point.fixed(6, "asInt", (long) value);
        } else {
            point.number(4, "asDouble", bits);
        }
    }

    private static void exemplar(OtlpMessage into, Exemplar exemplar) {
        into.fixed(2, "timeUnixNano", nanos(exemplar.timeMillis()));
        into.number(3, "asDouble", exemplar.valueBits());
        into.id(5, "traceId", exemplar.labels().value("trace_id"));
        attributes(into, 7, "filteredAttributes", exemplar.labels().without(List.of("trace_id")));
    }

    private static OtlpMessage explicit(OtlpMessage data, Series series) {
        return data.messages(
                1,
                "dataPoints",
                series.samples(),
                (point, sample) -> {
                    attributes(point, 9, "attributes", series.labels().withoutMetricName());
                    times(point, sample);
                    Histogram histogram = histogram(sample);
                    if (histogram.isStale()) {
                        point.varint(10, "flags", NO_RECORDED_VALUE);
                        return;
                    }
                    long[] counts = new long[histogram.boundBits().size() + 1];
                    histogram.positive().forEach(each -> counts[each.index()] = each.count());
                    point.fixed(4, "count", histogram.count());
                    point.number(5, "sum", histogram.sumBits());
                    point.fixeds(6, "bucketCounts", counts);
                    point.numbers(7, "explicitBounds", histogram.boundBits());
                });
    }

    private static OtlpMessage exponential(OtlpMessage data, Series series) {
        return data.messages(
                1,
                "dataPoints",
                series.samples(),
                (point, sample) -> {
                    attributes(point, 1, "attributes", series.labels().withoutMetricName());
                    times(point, sample);
                    Histogram histogram = histogram(sample);
                    if (histogram.isStale()) {
                        point.varint(10, "flags", NO_RECORDED_VALUE);
                        return;
                    }
                    point.fixed(4, "count", histogram.count());
                    point.number(5, "sum", histogram.sumBits());
                    point.zigzag(6, "scale", histogram.schema());
                    point.fixed(7, "zeroCount", histogram.zeroCount());
                    point.number(14, "zeroThreshold", histogram.zeroThresholdBits());
                    buckets(point, 8, "positive", histogram.positive());
                    buckets(point, 9, "negative", histogram.negative());
                });
    }

    /// Bucket *i* there is the one above *i* here.
    private static void buckets(OtlpMessage point, int field, String name, List<Bucket> buckets) {
        if (buckets.isEmpty()) {
            return;
        }
        int first = buckets.getFirst().index();
        long[] counts = new long[buckets.getLast().index() - first + 1];
        buckets.forEach(each -> counts[each.index() - first] = each.count());
        point.message(
                field,
                name,
                side -> side.zigzag(1, "offset", first - 1).varints(2, "bucketCounts", counts));
    }

    private static void attributes(OtlpMessage into, int field, String name, Labels labels) {
        into.messages(
                field, name, labels.asList(), (attribute, label) -> attribute(attribute, label));
    }

    private static void attribute(OtlpMessage into, Label label) {
        into.text(1, "key", label.name())
                .message(2, "value", any -> any.text(1, "stringValue", label.value()));
    }

    private static void times(OtlpMessage point, Sample sample) {
        if (sample.startMillis() != 0) {
            point.fixed(2, "startTimeUnixNano", nanos(sample.startMillis()));
        }
        point.fixed(3, "timeUnixNano", nanos(sample.timeMillis()));
    }

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }

    private static Histogram histogram(Sample sample) {
        return switch (sample.value()) {
            case Value.Distribution(var histogram, var _) -> histogram;
            case Value.FloatBits(var bits) when bits == SampleBits.STALE_NAN -> Histogram.STALE;
            case Value.FloatBits _, Value.Shown _ -> throw new AssertionError(sample);
        };
    }
}
