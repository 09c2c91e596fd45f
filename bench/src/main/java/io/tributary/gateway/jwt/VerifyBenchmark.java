package io.tributary.gateway.jwt;

import io.tributary.runtime.clock.SystemClock;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Verifies a projected token of a service account, once a request; microseconds a request.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class VerifyBenchmark {
    private static final long NOW_MILLIS = IssuedToken.NOW_SECONDS * 1_000;

    @Param({"RS256", "ES256", "EdDSA"})
    private String algorithm = "";

    private String token = "";
    private String forged = "";
    private final TokenVerifier remembering = verifier(1 << 20);
    private final TokenVerifier forgetful = verifier(0);

    @Setup
    public void issue() throws GeneralSecurityException {
        IssuedToken issued = IssuedToken.of(algorithm);
        token = issued.text();
        forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";
        remembering.apply(List.of(issued.rule()));
        forgetful.apply(List.of(issued.rule()));
    }

    /// A token that was seen within the last minute.
    @Benchmark
    public TokenVerdict known() throws InterruptedException {
        return verified(remembering.verify(token, NOW_MILLIS));
    }

    /// One that was not.
    @Benchmark
    public TokenVerdict unknown() throws InterruptedException {
        return verified(forgetful.verify(token, NOW_MILLIS));
    }

    /// One whose signature has the wrong length: all but the arithmetic.
    @Benchmark
    public TokenVerdict forged() throws InterruptedException {
        return remembering.verify(forged, NOW_MILLIS);
    }

    private static TokenVerdict verified(TokenVerdict verdict) {
        if (!(verdict instanceof TokenVerdict.Verified)) {
            throw new IllegalStateException(verdict.toString());
        }
        return verdict;
    }

    private static TokenVerifier verifier(long cacheBytesMax) {
        return new TokenVerifier(
                new SystemClock(),
                uri -> {
                    throw new IOException("nobody is asked");
                },
                cacheBytesMax);
    }
}
