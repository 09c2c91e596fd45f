package io.tributary.gateway.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.jwt.keys.JwtAlgorithm;
import io.tributary.gateway.jwt.keys.KeySource;
import io.tributary.gateway.jwt.keys.SigningKey;
import io.tributary.testkit.SeededCases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which rules can be used.
class IssuerRuleTest {
    private static final IssuerRule GOOD = Tokens.rule();

    @Test
    void problems_ofAGoodRule_areNone() {
        assertThat(IssuerRule.problems(List.of(GOOD))).isEmpty();
        assertThat(IssuerRule.problems(List.of())).isEmpty();
    }

    @Test
    void problems_nameTheFieldAndWhatIsWrong() {
        assertProblem(RuleEdit.of(GOOD).named(" "), "name", "is empty");
        assertProblem(RuleEdit.of(GOOD).issuer(""), "issuer", "is empty");
        assertProblem(RuleEdit.of(GOOD).issuer("a".repeat(1_025)), "issuer", "is longer");
        assertProblem(RuleEdit.of(GOOD).audiences(), "audiences", "names none");
        assertProblem(RuleEdit.of(GOOD).audiences("a", ""), "audiences", "has an empty item");
        assertProblem(RuleEdit.of(GOOD).audiences(Tokens.ISSUER), "audiences", "issuer itself");
        assertProblem(
                policy(Set.of(), Duration.ZERO, Duration.ofHours(1)), "policy.algorithms", "none");
        assertProblem(
                policy(JwtAlgorithm.ALL, Duration.ofSeconds(301), Duration.ofHours(1)),
                "policy.skew",
                "between 0 and 300 s");
        assertProblem(
                policy(JwtAlgorithm.ALL, Duration.ofSeconds(-1), Duration.ofHours(1)),
                "policy.skew",
                "between 0 and 300 s");
        assertProblem(
                policy(JwtAlgorithm.ALL, Duration.ZERO, Duration.ZERO),
                "policy.lifetimeMax",
                "between 1 s and 366 d");
        ClaimMapping path = new ClaimMapping.Verbatim(ClaimPath.dotted("a..b"), "");
        assertProblem(RuleEdit.of(GOOD).roles(path), "roles", "\"a..b\" has an empty name");
        ClaimMapping value = new ClaimMapping.Table(ClaimPath.dotted("a"), Map.of("", Set.of("b")));
        assertProblem(RuleEdit.of(GOOD).tenants(value), "tenants", "has an empty item");
        ClaimMapping word = new ClaimMapping.Table(ClaimPath.dotted("a"), Map.of("b", Set.of("")));
        assertProblem(RuleEdit.of(GOOD).cluster(word), "cluster", "has an empty item");
        assertProblem(
                RuleEdit.of(GOOD).everybody(new Grant(Set.of(""), Set.of(), Optional.empty())),
                "everybody.roles",
                "has an empty item");
        assertProblem(
                RuleEdit.of(GOOD).subject("s", new Grant(Set.of(), Set.of(""), Optional.empty())),
                "subjects[s].tenants",
                "has an empty item");
        assertProblem(RuleEdit.of(GOOD).subject(" ", Grant.NOTHING), "subjects[ ]", "is empty");
        assertProblem(
                RuleEdit.of(RuleEdit.of(GOOD).everybody(cluster("east")))
                        .subject("s", cluster("west")),
                "subjects[s].cluster",
                "another cluster");
        assertProblem(
                RuleEdit.of(GOOD).revocations(new Revocations(Set.of(""), 0)),
                "revocations.subjects",
                "has an empty item");
        assertProblem(
                RuleEdit.of(GOOD).revocations(new Revocations(Set.of(), -1)),
                "revocations.notIssuedBefore",
                "before 1970");
    }

    @Test
    void problems_ofKeys_areToldWithTheKey() {
        assertProblem(inline(""), "keys", "an object is wanted");
        assertProblem(inline("{\"keys\":[]}"), "keys", "holds no key");
        assertProblem(
                inline("{\"keys\":[{\"kty\":\"oct\",\"k\":\"\"}]}"),
                "keys",
                "keys[0] is symmetric");
        assertProblem(
                inline(
                        SigningKey.set(
                                Tokens.EC.jwk(), "{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\"}")),
                "keys",
                "keys[1] is RSA of 1 bits");
    }

    @Test
    void problems_ofAddresses_areToldUnlessOverTlsOrOnThisHost() {
        Duration refresh = KeySource.REFRESH;
        for (String url :
                List.of(
                        "http://issuer.example/keys",
                        "ftp://issuer.example/keys",
                        "file:///etc/passwd",
                        "/keys",
                        "https:keys",
                        "https://",
                        "https://user:password@issuer.example/keys",
                        "https://issuer.example/keys#a",
                        "http://127.0.0.1.evil.example/keys",
                        "http://localhost.evil.example/keys",
                        "http://127.evil/",
                        "https://a b/",
                        "https://issuer.example/" + "a".repeat(2_048))) {
            assertProblem(
                    RuleEdit.of(GOOD).keys(new KeySource.Address(url, refresh)),
                    "keys",
                    "address is");
        }
        for (String url : List.of("http://issuer.example", "issuer.example", "https://a@b/")) {
            assertProblem(
                    RuleEdit.of(RuleEdit.of(GOOD).keys(new KeySource.Discovery(refresh)))
                            .issuer(url),
                    "keys",
                    "the issuer is");
        }
        for (String url :
                List.of(
                        "https://issuer.example/keys",
                        "http://127.0.0.1:5556/keys",
                        "http://[::1]:5556/keys",
                        "http://localhost/keys")) {
            assertThat(
                            IssuerRule.problems(
                                    List.of(
                                            RuleEdit.of(GOOD)
                                                    .keys(new KeySource.Address(url, refresh)))))
                    .isEmpty();
        }
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(9), Duration.ofHours(13))) {
            assertProblem(
                    RuleEdit.of(GOOD).keys(new KeySource.Discovery(wrong)),
                    "keys",
                    "between 10 and 43200 s");
        }
    }

    @Test
    void problems_ofSeveralRules_areToldBesides() {
        IssuerRule second = RuleEdit.of(GOOD).named("second");
        assertThat(IssuerRule.problems(List.of(GOOD, GOOD)))
                .extracting(IssuerRule.Problem::field)
                .contains("name");
        assertThat(IssuerRule.problems(List.of(GOOD, second)))
                .containsExactly(
                        new IssuerRule.Problem(
                                "second",
                                "keys",
                                "rule example has the same issuer and one of these keys"));
        IssuerRule remote = RuleEdit.of(second).keys(new KeySource.Discovery(KeySource.REFRESH));
        assertThat(IssuerRule.problems(List.of(GOOD, remote)))
                .containsExactly(
                        new IssuerRule.Problem(
                                "second",
                                "issuer",
                                "rule example has the same: then the keys of both have to be given inline"));
        SigningKey other = SigningKey.of("ec-1", JwtAlgorithm.ES256);
        IssuerRule apart =
                RuleEdit.of(second).keys(new KeySource.Inline(SigningKey.set(other.jwk())));
        assertThat(IssuerRule.problems(List.of(GOOD, apart))).isEmpty();
    }

    /// S-AUTH-3: whatever rule is accepted, no list of it has an empty item, and no key is
    /// symmetric.
    @Test
    void problems_randomRules_neverPassAnEmptyItemOrASharedSecret() {
        List<String> words = List.of("", " ", "a", "b");
        List<String> jwks =
                List.of(
                        Tokens.EC.jwk(),
                        Tokens.ED.jwk(),
                        "{\"kty\":\"oct\",\"k\":\"\"}",
                        "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}",
                        "{}");
        List<Boolean> accepted = new ArrayList<>();
        SeededCases.run(
                3_000,
                random -> {
                    Set<String> audiences =
                            Set.copyOf(random.list(random.between(0, 2), r -> r.pick(words)));
                    Set<String> tenants =
                            Set.copyOf(random.list(random.between(0, 2), r -> r.pick(words)));
                    List<String> keys = random.list(random.between(0, 2), r -> r.pick(jwks));
                    IssuerRule rule =
                            RuleEdit.of(
                                            RuleEdit.of(GOOD)
                                                    .audiences(audiences.toArray(new String[0])))
                                    .keys(
                                            new KeySource.Inline(
                                                    SigningKey.set(keys.toArray(new String[0]))));
                    rule =
                            RuleEdit.of(rule)
                                    .everybody(new Grant(Set.of(), tenants, Optional.empty()));
                    boolean fine =
                            audiences.stream().noneMatch(String::isBlank)
                                    && !audiences.isEmpty()
                                    && tenants.stream().noneMatch(String::isBlank)
                                    && !keys.isEmpty()
                                    && keys.stream()
                                            .noneMatch(
                                                    key -> key.contains("oct") || key.equals("{}"));
                    boolean passed = IssuerRule.problems(List.of(rule)).isEmpty();
                    assertThat(passed).isEqualTo(fine);
                    accepted.add(passed);
                });
        assertThat(accepted).contains(true, false);
    }

    @Test
    void keys_printed_areNotSpelledOut() {
        assertThat(GOOD.toString()).doesNotContain("kty");
    }

    private static IssuerRule inline(String jwks) {
        return RuleEdit.of(GOOD).keys(new KeySource.Inline(jwks));
    }

    private static IssuerRule policy(
            Set<JwtAlgorithm> algorithms, Duration skew, Duration lifetimeMax) {
        return RuleEdit.of(GOOD).policy(new TokenPolicy(algorithms, skew, lifetimeMax));
    }

    private static Grant cluster(String name) {
        return new Grant(Set.of(), Set.of(), Optional.of(name));
    }

    private static void assertProblem(IssuerRule rule, String field, String text) {
        assertThat(IssuerRule.problems(List.of(rule)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.rule()).isEqualTo(rule.name());
                    assertThat(problem.field()).isEqualTo(field);
                    assertThat(problem.text()).contains(text);
                });
    }
}
