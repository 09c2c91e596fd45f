package io.tributary.gateway.jwt;

import static io.tributary.gateway.jwt.Tokens.ED;
import static io.tributary.gateway.jwt.Tokens.NOW;
import static io.tributary.gateway.jwt.Tokens.quoted;
import static io.tributary.gateway.jwt.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.jwt.TokenVerdict.Reason;
import io.tributary.gateway.jwt.TokenVerdict.Refused;
import io.tributary.gateway.jwt.TokenVerdict.Verified;
import io.tributary.gateway.jwt.Tokens.Payload;
import io.tributary.gateway.jwt.keys.JwtAlgorithm;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What claims have to be, in tokens that are genuine.
class ClaimsTest {
    private final TokenVerifier verifier = Tokens.verifier();

    @BeforeEach
    void applyRule() {
        verifier.apply(List.of(Tokens.rule()));
    }

    @Test
    void claims_missing_areRefused() throws Exception {
        assertRefused(Payload.good().without("iss"), Reason.CLAIM, "iss is missing");
        assertRefused(Payload.good().without("sub"), Reason.CLAIM, "sub is missing");
        assertRefused(Payload.good().without("aud"), Reason.CLAIM, "aud is missing");
        assertRefused(Payload.good().without("exp"), Reason.CLAIM, "exp is missing");
        assertRefused(Payload.good().without("iat"), Reason.CLAIM, "iat is missing");
    }

    @Test
    void claims_ofAnotherType_areRefused() throws Exception {
        for (String claim : List.of("iss", "sub")) {
            for (String wrong : List.of("1", "null", "true", "{}", "[\"" + Tokens.ISSUER + "\"]")) {
                assertRefused(Payload.good().with(claim, wrong), Reason.CLAIM, claim + " is");
            }
            assertRefused(Payload.good().with(claim, "\"\""), Reason.CLAIM, claim);
            assertRefused(Payload.good().with(claim, "\"a\\u0000b\""), Reason.CLAIM, "control");
            assertRefused(
                    Payload.good().with(claim, quoted("a".repeat(1_025))), Reason.CLAIM, "longer");
        }
        for (String wrong :
                List.of("1", "null", "{}", "[1]", "[[\"tributary-gateway\"]]", "[null]", "[{}]")) {
            assertRefused(Payload.good().with("aud", wrong), Reason.CLAIM, "aud");
        }
        assertRefused(Payload.good().with("aud", "[]"), Reason.CLAIM, "aud is missing");
        for (String claim : List.of("exp", "iat", "nbf")) {
            String time = Long.toString(NOW);
            for (String wrong :
                    List.of(
                            quoted(time),
                            "null",
                            "true",
                            "[" + time + "]",
                            "{}",
                            "-1",
                            "1e400",
                            "-1e400",
                            "1e300",
                            "253402300800")) {
                assertRefused(Payload.good().with(claim, wrong), Reason.CLAIM, claim);
            }
        }
        assertRefused(Payload.good().with("jti", 1), Reason.CLAIM, "jti");
    }

    @Test
    void issuer_otherwiseSpelled_isAnother() throws Exception {
        for (String issuer :
                List.of(
                        "https://issuer.example/",
                        "https://issuer.example ",
                        "HTTPS://issuer.example",
                        "https://Issuer.example",
                        "https://issuer.example#",
                        "http://issuer.example",
                        "https://issuer.example.evil.example")) {
            assertRefused(
                    Payload.good().with("iss", quoted(issuer)), Reason.UNKNOWN_ISSUER, "no rule");
        }
    }

    @Test
    void audience_oneOfOurs_isEnough_andNoneIsNot() throws Exception {
        assertVerified(Payload.good().with("aud", "[\"other\",\"tributary-gateway\"]"));
        for (String other :
                List.of(
                        "\"other\"",
                        "[\"other\"]",
                        "\"Tributary-Gateway\"",
                        "\"tributary-gateway/\"",
                        "\"\"",
                        "\"tributary-gateway other\"")) {
            assertRefused(Payload.good().with("aud", other), Reason.AUDIENCE, "aud is");
        }
        verifier.apply(List.of(RuleEdit.of(Tokens.rule()).audiences("a", "tributary-gateway")));
        assertVerified(Payload.good());
    }

    /// The skew is a minute.
    @Test
    void times_atTheirBounds() throws Exception {
        assertVerified(Payload.good().with("exp", NOW - 59));
        assertRefused(Payload.good().with("exp", NOW - 60), Reason.EXPIRED, "60 s ago");
        assertRefused(Payload.good().with("exp", NOW - 3_600), Reason.EXPIRED, "3600 s ago");
        assertVerified(Payload.good().with("exp", NOW + 60 + ".75"));
        assertVerified(Payload.good().with("nbf", NOW + 60));
        assertRefused(Payload.good().with("nbf", NOW + 61), Reason.NOT_YET_VALID, "61 s");
        assertVerified(Payload.good().with("nbf", 0));
        assertVerified(Payload.good().with("iat", NOW + 60));
        assertRefused(Payload.good().with("iat", NOW + 61), Reason.NOT_YET_VALID, "issued 61 s");
        Payload longest = Payload.good().with("iat", NOW - 60).with("exp", NOW - 60 + 86_400);
        assertVerified(longest);
        assertRefused(longest.with("exp", NOW - 60 + 86_401), Reason.LIFETIME, "at most 86400 s");
        assertRefused(longest.with("exp", 253_402_300_799L), Reason.LIFETIME, "it lasts");
        assertRefused(
                Payload.good().with("iat", NOW + 30).with("exp", NOW + 30), Reason.LIFETIME, "0 s");
        assertRefused(
                Payload.good().with("iat", NOW + 30).with("exp", NOW + 10),
                Reason.LIFETIME,
                "-20 s");
    }

    @Test
    void policy_ofTheRule_isKept() throws Exception {
        verifier.apply(
                List.of(
                        RuleEdit.of(Tokens.rule())
                                .policy(
                                        new TokenPolicy(
                                                EnumSet.of(JwtAlgorithm.EDDSA),
                                                Duration.ZERO,
                                                Duration.ofMinutes(10)))));
        Payload exact = Payload.good().with("iat", NOW - 60).with("exp", NOW + 540);
        assertVerified(exact);
        assertRefused(exact.with("exp", NOW + 541), Reason.LIFETIME, "at most 600 s");
        assertRefused(exact.with("exp", NOW), Reason.EXPIRED, "0 s ago");
        assertVerified(exact.with("exp", NOW + 1));
        assertRefused(exact.with("nbf", NOW + 1), Reason.NOT_YET_VALID, "1 s");
        assertThat(verifier.verify(signed(Tokens.RSA, exact), NOW * 1_000))
                .isEqualTo(
                        new Refused(
                                Reason.ALGORITHM,
                                "its issuer may not sign by RS256, by rule example for \"alice\""));
    }

    @Test
    void revoked_subjectsAndOldTokens_areRefused() throws Exception {
        IssuerRule rule = Tokens.rule();
        verifier.apply(
                List.of(
                        RuleEdit.of(rule)
                                .revocations(
                                        new Revocations(Set.of("mallory"), (NOW - 60) * 1_000))));
        assertVerified(Payload.good());
        assertRefused(Payload.good().with("sub", quoted("mallory")), Reason.REVOKED, "subject");
        assertRefused(Payload.good().with("iat", NOW - 61), Reason.REVOKED, "issued so long ago");
        assertVerified(Payload.good().with("sub", quoted("Mallory")));
    }

    private void assertVerified(Payload payload) throws InterruptedException {
        assertThat(verifier.verify(signed(ED, payload), NOW * 1_000))
                .as(payload.json())
                .isInstanceOf(Verified.class);
    }

    private void assertRefused(Payload payload, Reason reason, String text)
            throws InterruptedException {
        assertThat(verifier.verify(signed(ED, payload), NOW * 1_000))
                .as(payload.json())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> {
                            assertThat(refused.reason()).as(refused.text()).isEqualTo(reason);
                            assertThat(refused.text()).contains(text);
                        });
    }
}
