package io.tributary.promql.engine.replicas;

import io.tributary.model.flow.SampleColumn;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Makes one series of a pair, both well, with a sample every 15 s for an hour; nanoseconds a
/// sample read.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class MergeBenchmark {
    private static final int SAMPLES = 240;

    private final ReplicaMerge merge = new ReplicaMerge(() -> {});
    private final SampleColumn into = new SampleColumn();

    public MergeBenchmark() {
        for (int i = 0; i < SAMPLES; i++) {
            merge.samples(0).add(15_000L * i, i);
            merge.samples(1).add(15_000L * i + 7_000, i);
        }
    }

    @Benchmark
    @OperationsPerInvocation(2 * SAMPLES)
    public int pair() {
        merge.merge(2, Long.MIN_VALUE, into);
        return into.size();
    }
}
