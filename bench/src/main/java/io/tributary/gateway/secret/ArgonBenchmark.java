package io.tributary.gateway.secret;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One computation of Argon2id at each cost that OWASP names; milliseconds. With `-prof gc` also
/// what it leaves to the garbage collector.
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Benchmark)
public class ArgonBenchmark {
    private static final byte[] SECRET =
            "a secret as long as a token, which has sixty-nine characters in it..."
                    .getBytes(StandardCharsets.UTF_8);

    @Param({"47104,1", "19456,2", "12288,3", "9216,4", "7168,5"})
    public String cost = "";

    private final byte[] salt = new byte[16];

    @Benchmark
    public byte[] hash() {
        int comma = cost.indexOf(',');
        return new HashCost(
                        Integer.parseInt(cost, 0, comma, 10),
                        Integer.parseInt(cost, comma + 1, cost.length(), 10),
                        1)
                .hash(SECRET, salt, 32);
    }
}
