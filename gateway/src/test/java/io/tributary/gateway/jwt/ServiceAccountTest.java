package io.tributary.gateway.jwt;

import static io.tributary.gateway.jwt.Tokens.NOW;
import static io.tributary.gateway.jwt.Tokens.quoted;
import static io.tributary.gateway.jwt.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.jwt.TokenVerdict.Reason;
import io.tributary.gateway.jwt.TokenVerdict.Refused;
import io.tributary.gateway.jwt.TokenVerdict.Verified;
import io.tributary.gateway.jwt.Tokens.Payload;
import io.tributary.gateway.jwt.keys.JwtAlgorithm;
import io.tributary.gateway.jwt.keys.KeySource;
import io.tributary.gateway.jwt.keys.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens of the shape that the API server of Kubernetes 1.30 and later projects into pods, checked
/// with keys that were registered, as `/openid/v1/jwks` answers them. Nobody is asked (S-AUTH-5).
class ServiceAccountTest {
    private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
    private static final String SUBJECT = "system:serviceaccount:monitoring:prometheus";
    private static final SigningKey KEY =
            SigningKey.of("DHLtzKVpjGGvzqKYJYzNmLqW8ZTTkHZzxjZkTjD2qJE", JwtAlgorithm.RS256);
    private static final String JWKS =
            "{\"keys\":[{\"use\":\"sig\",%s,\"kid\":\"%s\",\"alg\":\"RS256\"}]}"
                    .formatted(KEY.material(), KEY.id());

    private final TokenVerifier verifier = Tokens.verifier();

    @BeforeEach
    void applyRule() {
        verifier.apply(List.of(rule()));
    }

    @Test
    void verify_projectedToken_speaksForItsCluster() throws Exception {
        assertThat(verify(token(bound())))
                .isEqualTo(
                        new Verified(
                                "west",
                                ISSUER,
                                SUBJECT,
                                Optional.of("0b9f1a52-6f1f-4f4c-8a39-7d1e9c6c2a10"),
                                Set.of("writer"),
                                Set.of("team-a"),
                                Optional.of("west"),
                                Optional.of(
                                        new ServiceAccount(
                                                "monitoring",
                                                "prometheus",
                                                Optional.of("f0d57bb7-8a2c-4b0a-9f6e-63b1f27d7ac9"),
                                                Optional.of("prometheus-0"))),
                                (NOW + 3_540) * 1_000));
    }

    /// What a pod finds without asking for an audience is for the API server, and so is what an
    /// audience of its names: we are not that.
    @Test
    void verify_tokenForTheApiServer_isRefused() throws Exception {
        for (String audience :
                List.of(
                        "[" + quoted(ISSUER) + "]",
                        "[\"https://kubernetes.default.svc.cluster.local\",\"k3s\"]",
                        "[\"https://kubernetes.default.svc\"]",
                        "[\"api\"]",
                        "[\"\"]")) {
            assertReason(token(bound().with("aud", audience)), Reason.AUDIENCE);
        }
        assertReason(token(bound().with("aud", "[]")), Reason.CLAIM);
        assertReason(token(bound().without("aud")), Reason.CLAIM);
    }

    /// No rule can be made that would take them.
    @Test
    void problems_audienceOfTheApiServer_isOne() {
        for (String audience :
                List.of(
                        ISSUER,
                        "https://kubernetes.default.svc",
                        "https://kubernetes.default.svc.other.domain",
                        "kubernetes.default.svc")) {
            assertThat(
                            IssuerRule.problems(
                                    List.of(
                                            RuleEdit.of(rule())
                                                    .audiences("tributary-gateway", audience))))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.field()).isEqualTo("audiences");
                        assertThat(problem.text()).contains("is the issuer itself");
                    });
        }
    }

    /// Tokens in secrets, as before 1.24: they never expire.
    @Test
    void verify_tokenOfASecret_isRefused() throws Exception {
        Payload legacy =
                new Payload(Map.of())
                        .with("iss", quoted("kubernetes/serviceaccount"))
                        .with("kubernetes.io/serviceaccount/namespace", quoted("monitoring"))
                        .with(
                                "kubernetes.io/serviceaccount/service-account.name",
                                quoted("prometheus"))
                        .with("sub", quoted(SUBJECT));
        assertReason(token(legacy), Reason.CLAIM);
    }

    @Test
    void verify_otherAccounts_areGivenNothing() throws Exception {
        for (String account : List.of("default", "prometheus2", "Prometheus")) {
            Payload other =
                    bound().with("sub", quoted("system:serviceaccount:monitoring:" + account))
                            .with("kubernetes.io", claim("monitoring", account));
            assertThat(verify(token(other)))
                    .isInstanceOfSatisfying(
                            Verified.class,
                            verified -> {
                                assertThat(verified.roles()).isEmpty();
                                assertThat(verified.tenants()).isEmpty();
                            });
        }
    }

    @Test
    void verify_claimsThatContradictEachOther_areRefused() throws Exception {
        for (String claim :
                List.of(
                        claim("kube-system", "prometheus"),
                        claim("monitoring", "admin"),
                        "{}",
                        "[]",
                        "null",
                        "\"monitoring\"",
                        "{\"namespace\":\"monitoring\"}",
                        "{\"namespace\":\"monitoring\",\"serviceaccount\":\"prometheus\"}",
                        "{\"namespace\":1,\"serviceaccount\":{\"name\":\"prometheus\"}}",
                        "{\"namespace\":\"monitoring\",\"serviceaccount\":{\"name\":[\"prometheus\"]}}",
                        "{\"namespace\":\"monitoring\",\"serviceaccount\":{\"name\":\"prometheus\"},\"pod\":1}")) {
            assertReason(token(bound().with("kubernetes.io", claim)), Reason.CLAIM);
        }
    }

    private static Payload bound() {
        return new Payload(Map.of())
                .with("aud", "[\"tributary-gateway\"]")
                .with("exp", NOW + 3_540)
                .with("iat", NOW - 60)
                .with("iss", quoted(ISSUER))
                .with("jti", quoted("0b9f1a52-6f1f-4f4c-8a39-7d1e9c6c2a10"))
                .with("kubernetes.io", claim("monitoring", "prometheus"))
                .with("nbf", NOW - 60)
                .with("sub", quoted(SUBJECT));
    }

    private static String claim(String namespace, String name) {
        return "{\"namespace\":\"%s\",\"node\":{\"name\":\"worker-1\",\"uid\":\"b5a1e8f0-70f8-4b5b-9be2-3e0c1cba3a55\"},"
                        .formatted(namespace)
                + "\"pod\":{\"name\":\"prometheus-0\",\"uid\":\"1d1f3f83-1c0f-46a6-b63f-6d5f0e7a5bb1\"},"
                + "\"serviceaccount\":{\"name\":\"%s\",\"uid\":\"f0d57bb7-8a2c-4b0a-9f6e-63b1f27d7ac9\"}}"
                        .formatted(name);
    }

    /// Without `typ`, as the API server does it.
    private static String token(Payload payload) {
        return signed(KEY, "{\"alg\":\"RS256\",\"kid\":\"" + KEY.id() + "\"}", payload.json());
    }

    private static IssuerRule rule() {
        IssuerRule rule =
                IssuerRule.of(
                        "west", ISSUER, Set.of("tributary-gateway"), new KeySource.Inline(JWKS));
        TokenPolicy policy =
                new TokenPolicy(JwtAlgorithm.ALL, Duration.ofSeconds(60), Duration.ofHours(1));
        return RuleEdit.of(
                        RuleEdit.of(RuleEdit.of(rule).policy(policy))
                                .everybody(new Grant(Set.of(), Set.of(), Optional.of("west"))))
                .subject(SUBJECT, new Grant(Set.of("writer"), Set.of("team-a"), Optional.empty()));
    }

    private TokenVerdict verify(String token) throws InterruptedException {
        return verifier.verify(token, NOW * 1_000);
    }

    private void assertReason(String token, Reason reason) throws InterruptedException {
        assertThat(verify(token))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason()).as(refused.text()).isEqualTo(reason));
    }
}
