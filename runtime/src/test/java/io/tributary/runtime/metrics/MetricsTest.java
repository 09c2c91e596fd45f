package io.tributary.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
    /// What Prometheus 3 sends.
    private static final String PROMETHEUS_ACCEPT =
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                    + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    private final Metrics metrics = new Metrics();

    @Test
    void scrape_asText_showsCountersGaugesAndHistograms() {
        Labeled<Counter> refused =
                metrics.counters("tributary_refused_total", "Refused.", "tenant", "reason");
        refused.of("a", "too_old").add(2);
        refused.of("a", "too_old").increment();
        Gauge series = metrics.gauge("tributary_series", "Series.");
        series.set(9);
        series.add(-2);
        metrics.histogram("tributary_sync_seconds", "Syncs.", 0.1, 1).observe(0.5);

        assertThat(text(""))
                .contains("# HELP tributary_refused_total Refused.\n")
                .contains("tributary_refused_total{reason=\"too_old\",tenant=\"a\"} 3.0\n")
                .contains("# TYPE tributary_series gauge\ntributary_series 7.0\n")
                .contains("tributary_sync_seconds_bucket{le=\"0.1\"} 0\n")
                .contains("tributary_sync_seconds_bucket{le=\"1.0\"} 1\n")
                .contains("tributary_sync_seconds_bucket{le=\"+Inf\"} 1\n")
                .contains("tributary_sync_seconds_count 1\n");
        assertThat(metrics.scrape("").contentType()).startsWith("text/plain");
    }

    @Test
    void visit_everySeries_isThatOfTheText() {
        metrics.counters("tributary_refused_total", "Refused.", "tenant").of("a").add(2);
        metrics.histogram("tributary_sync_seconds", "Syncs.", 0.1, 1).observe(0.5);
        List<String> visited = new ArrayList<>();
        metrics.visit((name, labels, value) -> visited.add(series(name, labels)));

        List<String> written =
                text("").lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.substring(0, line.lastIndexOf(' ')))
                        .map(MetricsTest::sorted)
                        .toList();

        assertThat(visited).containsExactlyInAnyOrderElementsOf(written);
        assertThat(visited).contains("tributary_sync_seconds_bucket{le=\"+Inf\"}");
    }

    @Test
    void visit_values_areThoseOfTheMetrics() {
        metrics.histogram("tributary_sync_seconds", "Syncs.", 0.1, 1).observe(0.5);
        Map<String, Double> values = new TreeMap<>();
        metrics.visit((name, labels, value) -> values.put(series(name, labels), value));

        assertThat(values)
                .containsEntry("tributary_sync_seconds_bucket{le=\"0.1\"}", 0.0)
                .containsEntry("tributary_sync_seconds_bucket{le=\"1.0\"}", 1.0)
                .containsEntry("tributary_sync_seconds_bucket{le=\"+Inf\"}", 1.0)
                .containsEntry("tributary_sync_seconds_count", 1.0)
                .containsEntry("tributary_sync_seconds_sum", 0.5);
    }

    private static String series(String name, String[] labels) {
        TreeSet<String> pairs = new TreeSet<>();
        for (int i = 0; i < labels.length; i += 2) {
            pairs.add(labels[i] + "=\"" + labels[i + 1] + "\"");
        }
        return pairs.isEmpty() ? name : name + "{" + String.join(",", pairs) + "}";
    }

    private static String sorted(String series) {
        int brace = series.indexOf('{');
        if (brace < 0) {
            return series;
        }
        String[] pairs = series.substring(brace + 1, series.length() - 1).split(",(?=\\w+=\")", -1);
        return series.substring(0, brace)
                + "{"
                + String.join(",", new TreeSet<>(List.of(pairs)))
                + "}";
    }

    @Test
    void counter_withoutLabels_isShownBeforeItIsFirstAddedTo() {
        metrics.counter("tributary_conflicts_total", "Conflicts.");

        assertThat(text("")).contains("tributary_conflicts_total 0.0\n");
    }

    @Test
    void histograms_withLabels_areKeptApart() {
        Labeled<Histogram> seconds =
                metrics.histograms("tributary_s", "S.", new double[] {1}, "route");
        seconds.of("a").observe(0.5);
        seconds.of("b").observe(2);

        assertThat(text(""))
                .contains("tributary_s_bucket{route=\"a\",le=\"1.0\"} 1\n")
                .contains("tributary_s_bucket{route=\"b\",le=\"1.0\"} 0\n");
    }

    @Test
    void scrape_whereOpenMetricsIsAccepted_isOpenMetrics() {
        assertThat(metrics.scrape(PROMETHEUS_ACCEPT).contentType())
                .startsWith("application/openmetrics-text");
        assertThat(text(PROMETHEUS_ACCEPT)).endsWith("# EOF\n");
    }

    @Test
    void scrape_readsWhatIsKeptElsewhere() {
        AtomicLong kept = new AtomicLong();
        metrics.counterOf("tributary_kept_total", "Kept.", kept::get);
        metrics.gaugeOf("tributary_half", "Half.", () -> kept.get() / 2.0);
        kept.set(5);

        assertThat(text("")).contains("tributary_kept_total 5.0\n", "tributary_half 2.5\n");
    }

    @Test
    void scrape_showsTheJvmAndTheProcess() {
        assertThat(text(""))
                .contains(
                        "jvm_buffer_pool_used_bytes{",
                        "jvm_classes_loaded_total ",
                        "jvm_compilation_time_seconds_total ",
                        "jvm_gc_collection_seconds_count{",
                        "jvm_memory_pool_used_bytes{",
                        "jvm_memory_used_bytes{",
                        "jvm_runtime_info{",
                        "jvm_threads_current ",
                        "process_cpu_seconds_total ");
    }

    @Test
    void described_namesEveryMetricOnceAsItIsExposed() {
        metrics.counters("tributary_refused_total", "Refused.", "reason");
        metrics.gauge("tributary_series", "Series.");

        assertThat(metrics.described())
                .contains(
                        new Metrics.Described("tributary_refused_total", "counter", "Refused."),
                        new Metrics.Described("tributary_series", "gauge", "Series."))
                .extracting(Metrics.Described::name)
                .contains("process_cpu_seconds_total")
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tributary_x", "x_total", "tributary_X_total", "tributary_é_total"})
    void counter_ofAWrongName_isOurFault(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.counter(name, "x"))
                .withMessageContaining("BUG");
    }

    @Test
    void aliases_ofAnotherProgram_areShownUnderItsNames() {
        metrics.aliases("open_metrics_proxy_series", "x", "tenant_id").of("a").add(2);
        metrics.histogramAlias("open_metrics_proxy_processing_ms", "x", 10).observe(5);

        assertThat(text(""))
                .contains("\nopen_metrics_proxy_series{tenant_id=\"a\"} 2.0\n")
                .contains("\nopen_metrics_proxy_processing_ms_bucket{le=\"10.0\"} 1\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.aliases("tributary_series", "x"));
    }

    @Test
    void name_takenTwiceOrWithTheSuffixOfAnother_isOurFault() {
        metrics.gauge("tributary_series", "Series.");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.gauge("tributary_series", "Series."));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metrics.gauge("tributary_x_total", "x"));
    }

    private String text(String accept) {
        return new String(metrics.scrape(accept).body(), StandardCharsets.UTF_8);
    }
}
