package io.tributary.format.federation;

import io.tributary.format.protobuf.ProtoWriter;
import io.tributary.model.Label;
import io.tributary.model.histogram.floats.FloatBuckets;
import io.tributary.model.histogram.floats.FloatHistogram;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Families as messages `io.prometheus.client.MetricFamily`, each behind its length.
///
/// The length of a family stands before it, so its samples are put together twice: once to be
/// measured, once to be sent. Held is one sample at a time.
///
/// Source: Prometheus `client_model/io/prometheus/client/metrics.proto`.
final class ProtoFamilies implements FamilyWriter {
    private static final int NAME = 1;
    private static final int TYPE = 3;
    private static final int METRIC = 4;

    private static final int LABEL = 1;
    private static final int UNTYPED = 5;
    private static final int TIMESTAMP = 6;
    private static final int HISTOGRAM = 7;

    private static final int SUM = 2;
    private static final int BUCKET = 3;
    private static final int COUNT = 4;
    private static final int SCHEMA = 5;
    private static final int ZERO_THRESHOLD = 6;
    private static final int ZERO_COUNT = 8;
    private static final int NEGATIVE_SPAN = 9;
    private static final int NEGATIVE_COUNT = 11;
    private static final int POSITIVE_SPAN = 12;
    private static final int POSITIVE_COUNT = 14;

    private final NameEscaping escaping;
    private final OutputStream out;
    private final ProtoWriter head = new ProtoWriter();
    private final ProtoWriter metric = new ProtoWriter();

    ProtoFamilies(NameEscaping escaping, OutputStream out) {
        this.escaping = escaping;
        this.out = out;
    }

    @Override
    public void write(String name, FamilyType type, List<FederatedSample> samples)
            throws IOException {
        head.clear();
        head.text(NAME, name);
        head.varint(TYPE, type.number());
        long length = head.size();
        for (FederatedSample sample : samples) {
            encode(sample);
            length += metric.size();
        }
        ProtoWriter prefix = new ProtoWriter();
        prefix.rawVarint(length);
        out.write(prefix.bytes(), 0, prefix.size());
        out.write(head.bytes(), 0, head.size());
        for (FederatedSample sample : samples) {
            encode(sample);
            out.write(metric.bytes(), 0, metric.size());
        }
    }

    @Override
    public void end() {}

    private void encode(FederatedSample sample) {
        metric.clear();
        int message = metric.begin(METRIC);
        for (Label label : sample.shownLabels()) {
            int pair = metric.begin(LABEL);
            metric.text(1, escaping.escape(label.name()));
            metric.text(2, label.value());
            metric.end(pair);
        }
        switch (sample) {
            case FederatedSample.Scalar(_, _, var value) -> {
                int untyped = metric.begin(UNTYPED);
                metric.fixed64(1, Double.doubleToRawLongBits(value));
                metric.end(untyped);
                metric.varint(TIMESTAMP, sample.timeMillis());
            }
            case FederatedSample.Distribution(_, _, var histogram) -> {
                metric.varint(TIMESTAMP, sample.timeMillis());
                int body = metric.begin(HISTOGRAM);
                encode(histogram);
                metric.end(body);
            }
        }
        metric.end(message);
    }

    private void encode(FloatHistogram histogram) {
        number(SUM, histogram.sum());
        if (histogram.isCustom()) {
            new ClassicBuckets(histogram).forEach(this::bucket);
            number(COUNT, histogram.count());
            return;
        }
        number(COUNT, histogram.count());
        metric.zigzag(SCHEMA, histogram.schema());
        number(ZERO_THRESHOLD, histogram.zeroThreshold());
        number(ZERO_COUNT, histogram.zeroCount());
        buckets(NEGATIVE_SPAN, NEGATIVE_COUNT, histogram.negative());
        buckets(POSITIVE_SPAN, POSITIVE_COUNT, histogram.positive());
        boolean looksClassic =
                histogram.zeroThreshold() == 0
                        && histogram.zeroCount() == 0
                        && histogram.negative().isEmpty()
                        && histogram.positive().isEmpty();
        if (looksClassic) {
            span(POSITIVE_SPAN, 0, 0);
        }
    }

    private void bucket(double upperBound, double cumulativeCount) {
        int bucket = metric.begin(BUCKET);
        number(2, upperBound);
        number(4, cumulativeCount);
        metric.end(bucket);
    }

    private void buckets(int spanField, int countField, FloatBuckets buckets) {
        buckets.forEachSpan((offset, length) -> span(spanField, offset, length));
        for (int i = 0; i < buckets.size(); i++) {
            number(countField, buckets.count(i));
        }
    }

    private void span(int field, int offset, int length) {
        int span = metric.begin(field);
        metric.zigzag(1, offset);
        metric.varint(2, length);
        metric.end(span);
    }

    private void number(int field, double value) {
        metric.fixed64(field, Double.doubleToRawLongBits(value));
    }
}
