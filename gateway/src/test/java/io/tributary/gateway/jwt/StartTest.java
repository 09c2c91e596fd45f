package io.tributary.gateway.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.jwt.keys.HttpKeyFetcher;
import io.tributary.runtime.clock.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a process loads that has no issuer: none of the libraries that check tokens.
class StartTest {
    @Test
    void verifierWithoutRules_loadsNoLibrary() throws Exception {
        List<String> without = loaded("nobody");
        assertThat(without).anyMatch(line -> line.contains(TokenVerifier.class.getName()));
        assertThat(without).noneMatch(StartTest::isOfALibrary);

        assertThat(loaded("somebody")).anyMatch(StartTest::isOfALibrary);
    }

    private static boolean isOfALibrary(String line) {
        return line.contains("com.nimbusds.") || line.contains("java.net.http.");
    }

    private static List<String> loaded(String whose) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xlog:class+load:stdout",
                                "-Xshare:off",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                whose)
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader out = process.inputReader()) {
            return out.lines().toList();
        }
    }

    /// Does what a process does that starts, and is asked once.
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws InterruptedException {
            try (HttpKeyFetcher fetcher = new HttpKeyFetcher();
                    TokenVerifier verifier = new TokenVerifier(new SystemClock(), fetcher)) {
                verifier.apply(args[0].equals("nobody") ? List.of() : List.of(Tokens.rule()));
                TokenVerdict verdict =
                        verifier.verify(Tokens.signed(Tokens.ED, Tokens.Payload.good()), 0);
                System.out.println(verdict);
            }
        }
    }
}
