package io.tributary.model.relabel;

import io.tributary.model.flow.LabelPairs;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// A new series of 12 labels through five rules, as many write them; nanoseconds a series.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class RelabelingBenchmark {
    private static final String[] SENT = {
        "__name__", "http_server_requests_seconds_bucket",
        "cluster", "eu-central-1",
        "container", "checkout",
        "endpoint", "metrics",
        "instance", "10.42.17.9:8080",
        "job", "checkout",
        "le", "0.25",
        "method", "GET",
        "namespace", "shop",
        "pod", "checkout-7c9f6d5b4-x2x7k",
        "service", "checkout",
        "status", "200",
    };

    private final LabelPairs sent = new LabelPairs();
    private final LabelPairs labels = new LabelPairs();
    private final Relabeling five =
            Relabeling.of(
                    List.of(
                            rule("drop", "__name__").regex("go_gc_.*|process_.*").build(),
                            rule("replace", "pod")
                                    .regex("(.+)-[0-9a-f]+-[0-9a-z]{5}")
                                    .targetLabel("workload")
                                    .build(),
                            rule("labeldrop").regex("endpoint|service").build(),
                            rule("replace", "namespace", "job")
                                    .separator("/")
                                    .targetLabel("job")
                                    .build(),
                            rule("keep", "namespace").regex("shop|pay|search").build()));

    public RelabelingBenchmark() {
        for (int i = 0; i < SENT.length; i += 2) {
            sent.add(SENT[i], SENT[i + 1]);
        }
    }

    private static RelabelRule.Builder rule(String action, String... sourceLabels) {
        return RelabelRule.builder().action(action).sourceLabels(List.of(sourceLabels));
    }

    @Benchmark
    public int fiveRules() {
        copy();
        if (!(five.apply(labels) instanceof Relabeling.Outcome.Kept) || labels.count() != 11) {
            throw new IllegalStateException("BUG: another outcome");
        }
        return labels.count();
    }

    /// What is not the rules'.
    @Benchmark
    public int noRule() {
        copy();
        Relabeling.NONE.apply(labels);
        return labels.count();
    }

    private void copy() {
        labels.clear();
        for (int i = 0; i < sent.count(); i++) {
            labels.add(
                    sent.bytes(),
                    sent.nameOffset(i),
                    sent.nameLength(i),
                    sent.valueOffset(i),
                    sent.valueLength(i));
        }
    }
}
