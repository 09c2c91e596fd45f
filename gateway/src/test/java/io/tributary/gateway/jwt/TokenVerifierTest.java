package io.tributary.gateway.jwt;

import static io.tributary.gateway.jwt.Tokens.EC;
import static io.tributary.gateway.jwt.Tokens.ED;
import static io.tributary.gateway.jwt.Tokens.NOW;
import static io.tributary.gateway.jwt.Tokens.RSA;
import static io.tributary.gateway.jwt.Tokens.quoted;
import static io.tributary.gateway.jwt.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.gateway.jwt.TokenVerdict.Reason;
import io.tributary.gateway.jwt.TokenVerdict.Refused;
import io.tributary.gateway.jwt.TokenVerdict.Verified;
import io.tributary.gateway.jwt.Tokens.Payload;
import io.tributary.gateway.jwt.keys.JwtAlgorithm;
import io.tributary.gateway.jwt.keys.KeySet;
import io.tributary.gateway.jwt.keys.KeySource;
import io.tributary.gateway.jwt.keys.SigningKey;
import io.tributary.runtime.clock.SimulatedClock;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is remembered, and what is decided each time.
class TokenVerifierTest {
    private static final long MILLIS = NOW * 1_000;

    private final TokenVerifier verifier = Tokens.verifier();

    @Test
    void verify_withoutRules_isRefused() throws Exception {
        String token = signed(ED, Payload.good());
        assertThat(verifier.verify(token, MILLIS))
                .isEqualTo(new Refused(Reason.UNKNOWN_ISSUER, "there is no issuer"));
        verifier.apply(List.of(Tokens.rule()));
        assertThat(verifier.verify(token, MILLIS)).isInstanceOf(Verified.class);
        verifier.apply(List.of());
        assertThat(verifier.verify(token, MILLIS)).isInstanceOf(Refused.class);
    }

    @Test
    void verify_again_isRememberedForAMinute() throws Exception {
        verifier.apply(List.of(Tokens.rule()));
        String token = signed(ED, Payload.good());

        assertThat(verifier.remembered()).isZero();
        TokenVerdict first = verifier.verify(token, MILLIS);
        assertThat(verifier.remembered()).isEqualTo(1);
        assertThat(verifier.verify(token, MILLIS + 59_999)).isEqualTo(first);
        assertThat(verifier.verify(token, MILLIS + 60_000)).isEqualTo(first);
        assertThat(verifier.remembered()).isEqualTo(1);
    }

    @Test
    void verify_refused_isNotRemembered() throws Exception {
        verifier.apply(List.of(Tokens.rule()));
        for (int i = 0; i < 100; i++) {
            verifier.verify(
                    signed(
                            EC,
                            Tokens.header(ED),
                            Payload.good().with("jti", quoted("t" + i)).json()),
                    MILLIS);
        }
        assertThat(verifier.remembered()).isZero();
    }

    @Test
    void verify_rememberedAndExpired_isRefusedAtOnce() throws Exception {
        verifier.apply(List.of(Tokens.rule()));
        String token = signed(ED, Payload.good().with("exp", NOW + 1));

        assertThat(verifier.verify(token, MILLIS)).isInstanceOf(Verified.class);
        assertThat(verifier.verify(token, MILLIS + 60_999)).isInstanceOf(Verified.class);
        assertThat(verifier.verify(token, MILLIS + 61_000)).isInstanceOf(Refused.class);
    }

    @Test
    void verify_rememberedAndRevoked_isRefusedAtOnce() throws Exception {
        IssuerRule rule = Tokens.rule();
        String token = signed(ED, Payload.good());
        verifier.apply(List.of(rule));
        assertThat(verifier.verify(token, MILLIS)).isInstanceOf(Verified.class);

        verifier.apply(List.of(RuleEdit.of(rule).revocations(new Revocations(Set.of("alice"), 0))));
        assertReason(token, Reason.REVOKED);
        verifier.apply(List.of(RuleEdit.of(rule).revocations(new Revocations(Set.of(), MILLIS))));
        assertReason(token, Reason.REVOKED);
        verifier.apply(List.of(RuleEdit.of(rule).audiences("elsewhere")));
        assertReason(token, Reason.AUDIENCE);
        verifier.apply(List.of(rule));
        assertThat(verifier.verify(token, MILLIS)).isInstanceOf(Verified.class);
    }

    @Test
    void verify_rememberedAndGivenMore_hasThatAtOnce() throws Exception {
        IssuerRule rule = Tokens.rule();
        String token = signed(ED, Payload.good());
        verifier.apply(List.of(rule));
        verifier.verify(token, MILLIS);

        verifier.apply(
                List.of(
                        RuleEdit.of(rule)
                                .everybody(
                                        new Grant(Set.of("reader"), Set.of(), Optional.empty()))));
        assertThat(verifier.verify(token, MILLIS))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.roles()).containsExactly("reader"));
    }

    @Test
    void verify_rememberedAndItsKeyTakenAway_isRefusedAtOnce() throws Exception {
        IssuerRule rule = Tokens.rule();
        String token = signed(ED, Payload.good());
        verifier.apply(List.of(rule));
        assertThat(verifier.verify(token, MILLIS)).isInstanceOf(Verified.class);

        verifier.apply(
                List.of(
                        RuleEdit.of(rule)
                                .keys(new KeySource.Inline(SigningKey.set(RSA.jwk(), EC.jwk())))));
        assertReason(token, Reason.UNKNOWN_KEY);
        SigningKey other = SigningKey.of(ED.id(), JwtAlgorithm.EDDSA);
        verifier.apply(
                List.of(RuleEdit.of(rule).keys(new KeySource.Inline(SigningKey.set(other.jwk())))));
        assertReason(token, Reason.SIGNATURE);
    }

    @Test
    void verify_clockSetBack_forgetsWhatIsFromTheFuture() throws Exception {
        TokenCache cache = new TokenCache(100_000);
        TokenSeal seal = new TokenSeal(new SecureRandom());
        SignedToken token = SignedToken.read(signed(ED, Payload.good()));
        TokenCache.Proved proved =
                new TokenCache.Proved(
                        token.content(), KeySet.parse(SigningKey.set(ED.jwk())).keys().getFirst());
        TokenSeal.Sealed sealed = seal.of("t");

        cache.put(sealed, proved, 300, MILLIS);
        assertThat(cache.find(sealed, MILLIS)).hasValue(proved);
        assertThat(cache.find(seal.of("u"), MILLIS)).isEmpty();
        assertThat(cache.find(sealed, MILLIS - 1)).isEmpty();
        assertThat(cache.size()).isZero();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void verify_manyGenuineTokens_takeBoundedMemory() throws Exception {
        TokenVerifier small = new TokenVerifier(new SimulatedClock(MILLIS), Tokens.NOWHERE, 20_000);
        small.apply(List.of(Tokens.rule()));
        for (int i = 0; i < 200; i++) {
            String token = signed(ED, Payload.good().with("jti", quoted("t" + i)));
            assertThat(small.verify(token, MILLIS)).isInstanceOf(Verified.class);
        }
        assertThat(small.remembered()).isBetween(5, 20);
        String large = signed(ED, Payload.good().with("jti", quoted("x".repeat(10_000))));
        assertThat(small.verify(large, MILLIS)).isInstanceOf(Verified.class);
        assertThat(small.remembered()).isZero();
    }

    @Test
    void verify_tokenWithoutKeyId_isVerifiedWhereOneKeyFits() throws Exception {
        String token = signed(ED, "{\"alg\":\"EdDSA\"}", Payload.good().json());
        verifier.apply(List.of(Tokens.rule()));
        assertThat(verifier.verify(token, MILLIS)).isInstanceOf(Verified.class);

        SigningKey second = SigningKey.of("ed-2", JwtAlgorithm.EDDSA);
        verifier.apply(
                List.of(
                        RuleEdit.of(Tokens.rule())
                                .keys(
                                        new KeySource.Inline(
                                                SigningKey.set(ED.jwk(), second.jwk())))));
        String fresh = signed(ED, "{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}", Payload.good().json());
        assertReason(fresh, Reason.UNKNOWN_KEY);
    }

    /// Many clusters call their API server by one name: their keys tell them apart.
    @Test
    void verify_oneIssuerSeveralRules_theKeyDecides() throws Exception {
        SigningKey east = SigningKey.of("k", JwtAlgorithm.ES256);
        SigningKey west = SigningKey.of("k", JwtAlgorithm.ES256);
        SigningKey stranger = SigningKey.of("k", JwtAlgorithm.ES256);
        verifier.apply(List.of(cluster("east", east), cluster("west", west)));

        for (int i = 0; i < 2; i++) {
            assertThat(clusterOf(signed(east, Payload.good()))).isEqualTo("east");
            assertThat(clusterOf(signed(west, Payload.good()))).isEqualTo("west");
        }
        assertReason(signed(stranger, Payload.good()), Reason.SIGNATURE);
        verifier.apply(
                List.of(
                        cluster("east", east),
                        RuleEdit.of(cluster("west", west)).audiences("elsewhere")));
        assertThat(clusterOf(signed(east, Payload.good()))).isEqualTo("east");
        assertReason(signed(west, Payload.good()), Reason.SIGNATURE);
    }

    @Test
    void apply_rulesWithProblems_isABug() {
        IssuerRule rule = RuleEdit.of(Tokens.rule()).audiences();
        assertThatThrownBy(() -> verifier.apply(List.of(rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("BUG: ");
    }

    @Test
    void keys_givenInline_areTold() {
        verifier.apply(List.of(Tokens.rule()));
        assertThat(verifier.keys()).hasSize(1);
        assertThat(verifier.keys().getFirst().issuer()).isEqualTo(Tokens.ISSUER);
        assertThat(verifier.keys().getFirst().keys()).isEqualTo(3);
    }

    private static IssuerRule cluster(String name, SigningKey key) {
        IssuerRule rule = RuleEdit.of(Tokens.rule()).named(name);
        return RuleEdit.of(RuleEdit.of(rule).keys(new KeySource.Inline(SigningKey.set(key.jwk()))))
                .everybody(new Grant(Set.of("writer"), Set.of(), Optional.of(name)));
    }

    private String clusterOf(String token) throws InterruptedException {
        return verifier.verify(token, MILLIS) instanceof Verified verified
                ? verified.cluster().orElse("none")
                : "refused";
    }

    private void assertReason(String token, Reason reason) throws InterruptedException {
        assertThat(verifier.verify(token, MILLIS))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason()).as(refused.text()).isEqualTo(reason));
    }
}
