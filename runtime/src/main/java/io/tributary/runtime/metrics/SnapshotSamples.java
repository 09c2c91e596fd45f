package io.tributary.runtime.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.Arrays;

/// Takes snapshots of metrics apart into the samples that the text format has for them.
final class SnapshotSamples {
    private static final String INFINITY = "+Inf";

    private final SampleVisitor visitor;

    SnapshotSamples(SampleVisitor visitor) {
        this.visitor = visitor;
    }

    void show(MetricSnapshot snapshot) {
        String name = snapshot.getMetadata().getPrometheusName();
        switch (snapshot) {
            case CounterSnapshot counter ->
                    counter.getDataPoints()
                            .forEach(point ->
                                    show(name + "_total", point.getLabels(), point.getValue()));
            case GaugeSnapshot gauge ->
                    gauge.getDataPoints()
                            .forEach(point -> show(name, point.getLabels(), point.getValue()));
            case UnknownSnapshot unknown ->
                    unknown.getDataPoints()
                            .forEach(point -> show(name, point.getLabels(), point.getValue()));
            case InfoSnapshot info ->
                    info.getDataPoints()
                            .forEach(point -> show(name + "_info", point.getLabels(), 1));
            case HistogramSnapshot histogram ->
                    histogram.getDataPoints().forEach(point -> show(name, point));
            case SummarySnapshot summary ->
                    summary.getDataPoints().forEach(point -> show(name, point));
            case StateSetSnapshot states ->
                    states.getDataPoints().forEach(point -> show(name, point));
            default ->
                    throw new IllegalStateException("BUG: metric of kind " + snapshot.getClass());
        }
    }

    private void show(String name, HistogramSnapshot.HistogramDataPointSnapshot point) {
        ClassicHistogramBuckets buckets = point.getClassicBuckets();
        long count = 0;
        for (int i = 0; i < buckets.size(); i++) {
            count += buckets.getCount(i);
            double bound = buckets.getUpperBound(i);
            String le = bound == Double.POSITIVE_INFINITY ? INFINITY : Double.toString(bound);
            show(name + "_bucket", point.getLabels(), (double) count, "le", le);
        }
        showTotals(name, point);
    }

    private void show(String name, SummarySnapshot.SummaryDataPointSnapshot point) {
        for (Quantile quantile : point.getQuantiles()) {
            show(
                    name,
                    point.getLabels(),
                    quantile.getValue(),
                    "quantile",
                    Double.toString(quantile.getQuantile()));
        }
        showTotals(name, point);
    }

    private void show(String name, StateSetSnapshot.StateSetDataPointSnapshot point) {
        for (int i = 0; i < point.size(); i++) {
            show(name, point.getLabels(), point.isTrue(i) ? 1 : 0, name, point.getName(i));
        }
    }

    private void showTotals(String name, DistributionDataPointSnapshot point) {
        if (point.hasCount()) {
            show(name + "_count", point.getLabels(), (double) point.getCount());
        }
        if (point.hasSum()) {
            show(name + "_sum", point.getLabels(), point.getSum());
        }
    }

    private void show(String name, Labels labels, double value, String... more) {
        String[] all = Arrays.copyOf(more, more.length + 2 * labels.size());
        for (int i = 0; i < labels.size(); i++) {
            all[more.length + 2 * i] = labels.getPrometheusName(i);
            all[more.length + 2 * i + 1] = labels.getValue(i);
        }
        visitor.visit(name, all, value);
    }
}
