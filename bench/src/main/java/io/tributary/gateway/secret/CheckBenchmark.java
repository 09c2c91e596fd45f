package io.tributary.gateway.secret;

import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.clock.SystemClock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
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

/// What a credential costs each request of a sender that is known: to be read, and to be checked
/// against what is remembered. With `-prof gc` also in bytes.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class CheckBenchmark {
    private static final String ROW = "6d1f0f6e-6c0a-4a53-9d0c-3f6a2b8f1c77";

    private final SecureRandom random = new SecureRandom();
    private final CredentialMint mint = new CredentialMint(random);
    private final AccessToken token = mint.token();
    private final SecretHash hash = mint.hash(token);
    private final List<String> bearer = List.of("Bearer " + token.secret().reveal());
    private final List<String> basic =
            List.of(
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(
                                            "alice:correct horse battery"
                                                    .getBytes(StandardCharsets.UTF_8)));

    /// Never older than the minute in which nothing is computed: this measures the other requests.
    private final CredentialCheck check = new CredentialCheck(new StoppedClock(), random, 2);

    /// Time that does not pass.
    private static final class StoppedClock implements Clock {
        private final SystemClock system = new SystemClock();

        @Override
        public long wallMillis() {
            return system.wallMillis();
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    }

    @Benchmark
    public CredentialCheck.Verdict known() throws InterruptedException {
        return check.check(ROW, hash, token.secret());
    }

    @Benchmark
    public Presented readBearer() {
        return Presented.of(bearer);
    }

    @Benchmark
    public Presented readBasic() {
        return Presented.of(basic);
    }
}
