package io.tributary.runtime.metrics;

import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryPoolAllocationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// The metrics of one process: makes them, registers them, and writes them down for a scrape.
/// Metrics of the JVM and of the process are in from the start.
///
/// Safe from any thread. A name can be taken once.
public final class Metrics {
    private static final String PREFIX = "tributary_";
    private static final String ALIAS_PREFIX = "open_metrics_";
    private static final String COUNTER_SUFFIX = "_total";
    private static final String OPEN_METRICS = "application/openmetrics-text";

    /// Room for a scrape of the JVM's metrics and a few hundred of ours.
    private static final int SCRAPE_BYTES_START = 64 * 1024;

    /// A metric, for the reference.
    ///
    /// @param name as it is exposed
    /// @param type Prometheus' word: `counter`, `gauge`, `histogram` …
    public record Described(String name, String type, String help) {}

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormatWriter text = PrometheusTextFormatWriter.builder().build();
    private final ExpositionFormatWriter openMetrics =
            OpenMetricsTextFormatWriter.builder().build();

    /// All that the library knows of the JVM but its native memory, which is only counted with
    /// `-XX:NativeMemoryTracking`: asked for it, the library starts all of JMX, 0.09 CPU seconds of
    /// every start.
    public Metrics() {
        JvmThreadsMetrics.builder().register(registry);
        JvmBufferPoolMetrics.builder().register(registry);
        JvmClassLoadingMetrics.builder().register(registry);
        JvmCompilationMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmMemoryPoolAllocationMetrics.builder().register(registry);
        JvmMemoryMetrics.builder().register(registry);
        JvmRuntimeInfoMetric.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    /// Registers a count that only grows.
    ///
    /// @param name ends in `_total`
    public Counter counter(String name, String help) {
        return counters(name, help).of();
    }

    /// Registers counts with labels.
    ///
    /// @param name ends in `_total`
    public Labeled<Counter> counters(String name, String help, String... labelNames) {
        var metric =
                io.prometheus.metrics.core.metrics.Counter.builder()
                        .name(counterName(name))
                        .help(help)
                        .labelNames(labelNames)
                        .register(registry);
        return values -> metric.labelValues(values)::inc;
    }

    /// Registers a count that is kept elsewhere and read at each scrape.
    ///
    /// @param name ends in `_total`
    public void counterOf(String name, String help, LongSupplier count) {
        CounterWithCallback.builder()
                .name(counterName(name))
                .help(help)
                .callback(into -> into.call((double) count.getAsLong()))
                .register(registry);
    }

    /// Registers a value that goes up and down.
    public Gauge gauge(String name, String help) {
        return gauges(name, help).of();
    }

    /// Registers values with labels.
    public Labeled<Gauge> gauges(String name, String help, String... labelNames) {
        var metric =
                io.prometheus.metrics.core.metrics.Gauge.builder()
                        .name(gaugeName(name))
                        .help(help)
                        .labelNames(labelNames)
                        .register(registry);
        return values -> gauge(metric.labelValues(values));
    }

    /// Registers a value that is kept elsewhere and read at each scrape.
    public void gaugeOf(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(gaugeName(name))
                .help(help)
                .callback(into -> into.call(value.getAsDouble()))
                .register(registry);
    }

    /// Registers values with labels that are kept elsewhere and read at each scrape; those that are
    /// not told any more are gone.
    ///
    /// @param values is given where to tell them
    public void gaugesOf(
            String name, String help, List<String> labelNames, Consumer<ValueSink> values) {
        GaugeWithCallback.builder()
                .name(gaugeName(name))
                .help(help)
                .labelNames(labelNames.toArray(String[]::new))
                .callback(callback -> values.accept(callback::call))
                .register(registry);
    }

    /// Takes values with the values of their labels.
    @FunctionalInterface
    public interface ValueSink {
        void value(double value, String... labelValues);
    }

    /// Registers a histogram with fixed buckets.
    ///
    /// @param upperBounds of the buckets, included, ascending; the one without end is added
    public Histogram histogram(String name, String help, double... upperBounds) {
        return histograms(name, help, upperBounds).of();
    }

    /// Registers histograms with labels.
    ///
    /// @param upperBounds of the buckets, included, ascending; the one without end is added
    public Labeled<Histogram> histograms(
            String name, String help, double[] upperBounds, String... labelNames) {
        var metric =
                io.prometheus.metrics.core.metrics.Histogram.builder()
                        .name(gaugeName(name))
                        .help(help)
                        .labelNames(labelNames)
                        .classicOnly()
                        .classicUpperBounds(upperBounds)
                        .register(registry);
        return values -> metric.labelValues(values)::observe;
    }

    /// Registers sums under the name that another program gives them, for dashboards made for that.
    public Labeled<Gauge> aliases(String name, String help, String... labelNames) {
        var metric =
                io.prometheus.metrics.core.metrics.Gauge.builder()
                        .name(checked(name, ALIAS_PREFIX))
                        .help(help)
                        .labelNames(labelNames)
                        .register(registry);
        return values -> gauge(metric.labelValues(values));
    }

    /// Likewise, a histogram.
    public Histogram histogramAlias(String name, String help, double... upperBounds) {
        var metric =
                io.prometheus.metrics.core.metrics.Histogram.builder()
                        .name(checked(name, ALIAS_PREFIX))
                        .help(help)
                        .classicOnly()
                        .classicUpperBounds(upperBounds)
                        .register(registry);
        return metric::observe;
    }

    /// Writes all metrics down.
    ///
    /// @param accept the request's `Accept` header, empty if it has none: OpenMetrics where it is
    ///   named, else Prometheus' text format
    public Exposition scrape(String accept) {
        ExpositionFormatWriter writer = accept.contains(OPEN_METRICS) ? openMetrics : text;
        ByteArrayOutputStream body = new ByteArrayOutputStream(SCRAPE_BYTES_START);
        try {
            writer.write(body, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("BUG: memory refused a write", e);
        }
        return new Exposition(writer.getContentType(), body.toByteArray());
    }

    /// Shows all samples that a scrape would yield now, without writing them down.
    public void visit(SampleVisitor visitor) {
        SnapshotSamples samples = new SnapshotSamples(visitor);
        registry.scrape().forEach(samples::show);
    }

    /// All metrics there are, each once, in the order of their names.
    public Collection<Described> described() {
        TreeMap<String, Described> byName = new TreeMap<>();
        for (MetricSnapshot snapshot : registry.scrape()) {
            String type = type(snapshot);
            String name = snapshot.getMetadata().getPrometheusName();
            String exposed = type.equals("counter") ? name + COUNTER_SUFFIX : name;
            byName.put(exposed, new Described(exposed, type, help(snapshot)));
        }
        return byName.values();
    }

    private static Gauge gauge(GaugeDataPoint point) {
        return new Gauge() {
            @Override
            public void set(double value) {
                point.set(value);
            }

            @Override
            public void add(double amount) {
                point.inc(amount);
            }
        };
    }

    private static String help(MetricSnapshot snapshot) {
        String help = snapshot.getMetadata().getHelp();
        return help == null ? "" : help;
    }

    private static String type(MetricSnapshot snapshot) {
        return switch (snapshot) {
            case CounterSnapshot _ -> "counter";
            case GaugeSnapshot _ -> "gauge";
            case HistogramSnapshot _ -> "histogram";
            case InfoSnapshot _ -> "gauge";
            case StateSetSnapshot _ -> "gauge";
            case SummarySnapshot _ -> "summary";
            case UnknownSnapshot _ -> "untyped";
            default ->
                    throw new IllegalStateException("BUG: metric of kind " + snapshot.getClass());
        };
    }

    private static String counterName(String name) {
        if (!name.endsWith(COUNTER_SUFFIX)) {
            throw new IllegalArgumentException("BUG: counter without _total: " + name);
        }
        return checked(name, PREFIX);
    }

    private static String gaugeName(String name) {
        if (name.endsWith(COUNTER_SUFFIX)) {
            throw new IllegalArgumentException("BUG: _total but no counter: " + name);
        }
        return checked(name, PREFIX);
    }

    private static String checked(String name, String prefix) {
        boolean clean =
                name.chars()
                        .allMatch(
                                c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
        if (!clean || !name.startsWith(prefix)) {
            throw new IllegalArgumentException("BUG: not a name of ours: " + name);
        }
        return name;
    }
}
