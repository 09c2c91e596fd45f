package io.tributary.model.text;

import java.util.Random;
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

/// Numbers as answers show them: decimals as they are stored, and quotients, as rates are;
/// nanoseconds a number.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class GoFloatBenchmark {
    private static final int NUMBERS = 1_000;

    private final double[] decimals = new double[NUMBERS];
    private final double[] quotients = new double[NUMBERS];
    private final byte[] out = new byte[GoFloat.LENGTH_MAX];
    private final GoFloat format = new GoFloat();

    public GoFloatBenchmark() {
        Random random = new Random(1);
        for (int i = 0; i < NUMBERS; i++) {
            decimals[i] = i % 2 == 0 ? random.nextInt(1_000_000) : random.nextInt(100_000) / 100.0;
            quotients[i] = random.nextDouble() * Math.pow(10, random.nextInt(-4, 4));
        }
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int decimals() {
        return write(decimals);
    }

    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int quotients() {
        return write(quotients);
    }

    /// What the JDK takes for the same numbers, as a measure.
    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public int quotientsOfTheJdk() {
        int length = 0;
        for (double number : quotients) {
            length += Double.toString(number).length();
        }
        return length;
    }

    private int write(double[] numbers) {
        int length = 0;
        for (double number : numbers) {
            length += format.write(number, GoFloat.Form.SAMPLE, out, 0);
        }
        return length;
    }
}
