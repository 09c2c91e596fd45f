package io.tributary.gateway.jwt;

import static io.tributary.gateway.jwt.Tokens.NOW;
import static io.tributary.gateway.jwt.Tokens.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.jwt.TokenVerdict.KeysUnavailable;
import io.tributary.gateway.jwt.TokenVerdict.Reason;
import io.tributary.gateway.jwt.TokenVerdict.Refused;
import io.tributary.gateway.jwt.TokenVerdict.Verified;
import io.tributary.gateway.jwt.Tokens.Payload;
import io.tributary.gateway.jwt.keys.HttpKeyFetcher;
import io.tributary.gateway.jwt.keys.IssuerServer;
import io.tributary.gateway.jwt.keys.JwtAlgorithm;
import io.tributary.gateway.jwt.keys.KeySource;
import io.tributary.gateway.jwt.keys.KeyStatus;
import io.tributary.gateway.jwt.keys.SigningKey;
import io.tributary.runtime.clock.SimulatedClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Keys of an issuer that is there, over HTTP: how they come, change, and go.
class KeysOverTimeTest {
    private static final SigningKey OLD = SigningKey.of("2026-01", JwtAlgorithm.ES256);
    private static final SigningKey NEW = SigningKey.of("2026-02", JwtAlgorithm.RS256);

    private final SimulatedClock clock = new SimulatedClock(NOW * 1_000);
    private final IssuerServer server = new IssuerServer();
    private final HttpKeyFetcher fetcher = new HttpKeyFetcher();
    private final TokenVerifier verifier = new TokenVerifier(clock, fetcher);

    @AfterEach
    void close() {
        verifier.close();
        fetcher.close();
        server.close();
    }

    @Test
    void verify_discoveredKeys_areUsedFromTheFirstTokenOn() throws Exception {
        server.publish(OLD.jwk());
        apply();

        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        assertThat(server.described()).isEqualTo(1);
        assertThat(server.keysAsked()).isEqualTo(1);
        assertThat(status().keys()).isEqualTo(1);
    }

    @Test
    void verify_keysAtAnAddress_areUsed() throws Exception {
        server.publish(OLD.jwk());
        verifier.apply(List.of(rule(new KeySource.Address(server.keysUrl(), KeySource.REFRESH))));

        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        assertThat(server.described()).isZero();
    }

    /// Old and new side by side, then the new alone: each token is judged by what is published.
    @Test
    void verify_rotation_oldAndNewOverlap_thenTheOldIsGone() throws Exception {
        server.publish(OLD.jwk());
        apply();
        assertThat(verify(OLD)).isInstanceOf(Verified.class);

        server.publish(OLD.jwk(), NEW.jwk());
        clock.advance(10_000);
        assertThat(verify(NEW)).isInstanceOf(Verified.class);
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        assertThat(server.keysAsked()).isEqualTo(2);

        server.publish(NEW.jwk());
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        clock.advance(KeySource.REFRESH.toMillis());
        awaitAsked(3);
        assertThat(verify(NEW)).isInstanceOf(Verified.class);
        clock.advance(10_000);
        assertThat(verify(OLD))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_KEY));
    }

    /// The same name for another key: the old token is refused, the new one taken.
    @Test
    void verify_nameUsedAgain_goesByTheKeyThatIsPublished() throws Exception {
        server.publish(OLD.jwk());
        apply();
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        SigningKey other = SigningKey.of(OLD.id(), JwtAlgorithm.ES256);
        server.publish(other.jwk());
        clock.advance(KeySource.REFRESH.toMillis());
        awaitAsked(2);

        assertThat(verify(other)).isInstanceOf(Verified.class);
        assertThat(verify(OLD)).isInstanceOf(Refused.class);
    }

    /// Ten thousand tokens with made-up keys: the issuer is asked once in ten seconds, and who has
    /// a good token notices nothing.
    @Test
    void verify_floodOfUnknownKeys_asksOnceInTenSeconds() throws Exception {
        server.publish(OLD.jwk());
        apply();
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        assertThat(server.keysAsked()).isEqualTo(1);
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            String header = "{\"alg\":\"ES256\",\"kid\":\"k%d\"}".formatted(i);
            tokens.add(Tokens.unsigned(header, payload().json()) + ".AAAA");
        }
        clock.advance(10_000);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        int refused = 0;
        int unavailable = 0;
        for (String token : tokens) {
            switch (verifier.verify(token, clock.wallMillis())) {
                case Verified _ -> throw new AssertionError("verified");
                case Refused _ -> refused++;
                case KeysUnavailable _ -> unavailable++;
            }
        }
        long cpuMicros = (threads.getCurrentThreadCpuTime() - before) / 1_000;

        assertThat(server.keysAsked()).isEqualTo(2);
        assertThat(refused).isEqualTo(1);
        assertThat(unavailable).isEqualTo(9_999);
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        assertThat(cpuMicros / tokens.size()).as("CPU µs a token").isLessThan(1_000);
    }

    /// Requests that come while the issuer is being asked wait for that one answer.
    @Test
    void verify_manyAtOnceWithANewKey_shareOneAnswer() throws Exception {
        server.hold();
        server.publish(OLD.jwk());
        apply();
        List<Future<TokenVerdict>> verdicts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                String token = Tokens.signed(OLD, payload().with("jti", quoted("t" + i)));
                Callable<TokenVerdict> asking = () -> verifier.verify(token, clock.wallMillis());
                verdicts.add(threads.submit(asking));
            }
            server.release();
        }
        for (Future<TokenVerdict> verdict : verdicts) {
            assertThat(verdict.get()).isInstanceOf(Verified.class);
        }
        assertThat(server.keysAsked()).isEqualTo(1);
    }

    @Test
    void verify_issuerWithoutKeys_isUnavailableAndNotRefused() throws Exception {
        server.answerKeysWith(500);
        apply();

        assertUnavailable("answered 500");
        server.answerKeysWith(200);
        assertUnavailable("answered 500");
        server.publish(OLD.jwk());
        clock.advance(10_000);
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
    }

    /// A day long: who has a good token notices nothing while its issuer is down.
    @Test
    void verify_issuerGone_keysStayForADay() throws Exception {
        server.publish(OLD.jwk());
        apply();
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        server.answerKeysWith(503);
        clock.advance(10_000);
        assertThat(verify(NEW)).isInstanceOf(KeysUnavailable.class);

        clock.advance(24 * 3_600_000 - 10_000);
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        assertThat(status().failure()).contains("answered 503");
        assertThat(status().age().orElseThrow()).hasHours(24);
        clock.advance(1);
        assertThat(verify(OLD)).isInstanceOf(KeysUnavailable.class);
        server.answerKeysWith(200);
        clock.advance(10_000);
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        assertThat(status().failure()).isEmpty();
    }

    /// An issuer that publishes nothing usable vouches for nothing, and refuses nothing either.
    @Test
    void verify_noUsableKeyPublished_takesTheKeysAway() throws Exception {
        server.publish(OLD.jwk());
        apply();
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        server.publish("{\"kty\":\"oct\",\"k\":\"AAAA\"}");
        clock.advance(10_000);

        assertThat(verify(NEW)).isInstanceOf(KeysUnavailable.class);
        assertUnavailable("none can be used (keys[0] is symmetric");
    }

    @Test
    void verify_answersThatAreNoKeys_leaveTheKeysAsTheyAre() throws Exception {
        server.publish(OLD.jwk());
        apply();
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        for (String text :
                List.of("", "<html>", "{}", "{\"keys\":[],\"keys\":[]}", " ".repeat(300_000))) {
            server.publishText(text);
            clock.advance(10_000);
            assertThat(verify(NEW)).isInstanceOf(KeysUnavailable.class);
            assertThat(verify(OLD)).as(text.strip()).isInstanceOf(Verified.class);
        }
    }

    @Test
    void verify_redirectedKeys_areNotFollowed() throws Exception {
        server.publish(OLD.jwk());
        server.answerKeysWith(302);
        apply();

        assertUnavailable("answered 302, and redirects are not followed");
        assertThat(server.othersAsked()).isZero();
    }

    @Test
    void verify_descriptionOfSomebodyElse_isNotTaken() throws Exception {
        server.publish(OLD.jwk());
        server.describeAs("https://issuer.example", server.keysUrl());
        apply();
        assertUnavailable("it describes another issuer");
        for (String keysUrl :
                List.of("http://issuer.example/keys", "file:///etc/passwd", "keys", "")) {
            server.describeAs(server.issuer(), keysUrl);
            clock.advance(10_000);
            assertUnavailable("jwks_uri is ");
        }
        assertThat(server.keysAsked()).isZero();
    }

    @Test
    void apply_sameSource_keepsTheKeys_andAnotherAsks() throws Exception {
        server.publish(OLD.jwk());
        apply();
        assertThat(verify(OLD)).isInstanceOf(Verified.class);

        verifier.apply(
                List.of(
                        RuleEdit.of(rule(new KeySource.Discovery(KeySource.REFRESH)))
                                .audiences("elsewhere", Tokens.AUDIENCE)));
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        assertThat(server.keysAsked()).isEqualTo(1);
        verifier.apply(List.of(rule(new KeySource.Address(server.keysUrl(), KeySource.REFRESH))));
        assertThat(verify(OLD)).isInstanceOf(Verified.class);
        assertThat(server.keysAsked()).isEqualTo(2);
        verifier.apply(List.of());
        assertThat(verifier.keys()).isEmpty();
    }

    private void apply() {
        verifier.apply(List.of(rule(new KeySource.Discovery(KeySource.REFRESH))));
    }

    private IssuerRule rule(KeySource keys) {
        return IssuerRule.of("test", server.issuer(), Set.of(Tokens.AUDIENCE), keys);
    }

    /// What tokens say that are good whenever they are looked at in a test.
    private Payload payload() {
        long now = clock.wallMillis() / 1_000;
        return Payload.good()
                .with("iss", quoted(server.issuer()))
                .with("iat", now - 60)
                .with("exp", now + 600);
    }

    private TokenVerdict verify(SigningKey key) throws InterruptedException {
        return verifier.verify(Tokens.signed(key, payload()), clock.wallMillis());
    }

    private void assertUnavailable(String why) throws InterruptedException {
        assertThat(verify(OLD))
                .isInstanceOfSatisfying(
                        KeysUnavailable.class,
                        unavailable -> assertThat(unavailable.text()).contains(why));
    }

    private KeyStatus status() {
        return verifier.keys().getFirst();
    }

    /// The thread that watches looks once a second.
    private void awaitAsked(int times) {
        while (status().asked() < times || server.keysAsked() < times) {
            Thread.onSpinWait();
        }
        while (status().age().orElseThrow().isPositive()) {
            Thread.onSpinWait();
        }
    }
}
