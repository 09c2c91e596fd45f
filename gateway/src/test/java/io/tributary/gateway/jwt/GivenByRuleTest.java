package io.tributary.gateway.jwt;

import static io.tributary.gateway.jwt.Tokens.ED;
import static io.tributary.gateway.jwt.Tokens.NOW;
import static io.tributary.gateway.jwt.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.gateway.jwt.TokenVerdict.Reason;
import io.tributary.gateway.jwt.TokenVerdict.Refused;
import io.tributary.gateway.jwt.TokenVerdict.Verified;
import io.tributary.gateway.jwt.Tokens.Payload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// From claims to roles, tenants and a cluster.
class GivenByRuleTest {
    private static final ClaimMapping GROUPS =
            new ClaimMapping.Table(
                    ClaimPath.dotted("groups"),
                    Map.of(
                            "sre", Set.of("reader", "rules"),
                            "ops", Set.of("tenant-admin", "reader")));

    private final TokenVerifier verifier = Tokens.verifier();

    @Test
    void given_nothingSaid_isNothing() throws Exception {
        Verified verified = verified(Tokens.rule(), Payload.good());

        assertThat(verified)
                .isEqualTo(
                        new Verified(
                                "example",
                                Tokens.ISSUER,
                                "alice",
                                Optional.empty(),
                                Set.of(),
                                Set.of(),
                                Optional.empty(),
                                Optional.empty(),
                                (NOW + 600) * 1_000));
    }

    @Test
    void given_table_givesWhatItHasAndNothingForOthers() throws Exception {
        IssuerRule rule = RuleEdit.of(Tokens.rule()).roles(GROUPS);

        assertThat(verified(rule, groups("[\"sre\",\"other\",\"ops\"]")).roles())
                .containsExactly("reader", "rules", "tenant-admin");
        assertThat(verified(rule, groups("\"sre\"")).roles()).containsExactly("reader", "rules");
        for (String none : List.of("[]", "null", "\"SRE\"", "\"\"", "\"reader\"", "\"sre ops\"")) {
            assertThat(verified(rule, groups(none)).roles()).as(none).isEmpty();
        }
        assertThat(verified(rule, Payload.good()).roles()).isEmpty();
    }

    @Test
    void given_claimOfAnotherShape_isRefused() throws Exception {
        IssuerRule rule = RuleEdit.of(Tokens.rule()).roles(GROUPS);
        for (String wrong :
                List.of("1", "true", "{\"sre\":true}", "[1]", "[[\"sre\"]]", "[\"sre\",null]")) {
            assertRefused(rule, groups(wrong), Reason.CLAIM);
        }
        IssuerRule deep =
                RuleEdit.of(Tokens.rule())
                        .roles(new ClaimMapping.Verbatim(ClaimPath.dotted("a.roles"), ""));
        assertRefused(deep, Payload.good().with("a", "\"reader\""), Reason.CLAIM);
        assertRefused(deep, Payload.good().with("a", "[{\"roles\":[\"reader\"]}]"), Reason.CLAIM);
    }

    @Test
    void given_paths_leadIntoObjects_andListsHaveNamesWithDots() throws Exception {
        Payload payload =
                Payload.good()
                        .with("realm_access", "{\"roles\":[\"reader\"]}")
                        .with("https://example.com/roles", "[\"rules\"]")
                        .with("realm_access.roles", "[\"platform-admin\"]");
        IssuerRule rule =
                RuleEdit.of(Tokens.rule())
                        .roles(
                                new ClaimMapping.Verbatim(
                                        ClaimPath.dotted("realm_access.roles"), ""),
                                new ClaimMapping.Verbatim(
                                        new ClaimPath(List.of("https://example.com/roles")), ""));

        assertThat(verified(rule, payload).roles()).containsExactly("reader", "rules");
        assertThat(verified(rule, Payload.good().with("realm_access", "{}")).roles()).isEmpty();
        assertThat(verified(rule, Payload.good().with("realm_access", "null")).roles()).isEmpty();
    }

    @Test
    void given_verbatim_takesWhatFollowsThePrefix() throws Exception {
        IssuerRule rule =
                RuleEdit.of(Tokens.rule())
                        .tenants(new ClaimMapping.Verbatim(ClaimPath.dotted("groups"), "metrics:"));

        assertThat(
                        verified(
                                        rule,
                                        groups(
                                                "[\"metrics:team-a\",\"metrics:\",\"team-b\",\"xmetrics:c\",\"metrics:metrics:d\"]"))
                                .tenants())
                .containsExactly("metrics:d", "team-a");
    }

    @Test
    void given_everybodyOwnAndClaims_areTakenTogether() throws Exception {
        IssuerRule rule =
                RuleEdit.of(
                                RuleEdit.of(RuleEdit.of(Tokens.rule()).roles(GROUPS))
                                        .everybody(
                                                new Grant(
                                                        Set.of("auditor"),
                                                        Set.of("shared"),
                                                        Optional.of("west"))))
                        .subject(
                                "alice",
                                new Grant(Set.of("writer"), Set.of("own"), Optional.of("west")));

        Verified alice = verified(rule, groups("[\"sre\"]"));
        assertThat(alice.roles()).containsExactly("auditor", "reader", "rules", "writer");
        assertThat(alice.tenants()).containsExactly("own", "shared");
        assertThat(alice.cluster()).hasValue("west");
        Verified bob = verified(rule, Payload.good().with("sub", "\"bob\""));
        assertThat(bob.roles()).containsExactly("auditor");
        assertThat(bob.tenants()).containsExactly("shared");
    }

    @Test
    void given_cluster_isOneOrTheTokenIsRefused() throws Exception {
        ClaimMapping claim = new ClaimMapping.Verbatim(ClaimPath.dotted("cluster"), "");
        IssuerRule rule = RuleEdit.of(Tokens.rule()).cluster(claim);
        Payload west = Payload.good().with("cluster", "\"west\"");

        assertThat(verified(rule, west).cluster()).hasValue("west");
        assertThat(verified(rule, Payload.good()).cluster()).isEmpty();
        assertRefused(rule, Payload.good().with("cluster", "[\"a\",\"b\"]"), Reason.CLUSTER);
        IssuerRule fixed =
                RuleEdit.of(rule).everybody(new Grant(Set.of(), Set.of(), Optional.of("east")));
        assertRefused(fixed, west, Reason.CLUSTER);
        assertThat(verified(fixed, Payload.good()).cluster()).hasValue("east");
        IssuerRule own =
                RuleEdit.of(rule)
                        .subject("alice", new Grant(Set.of(), Set.of(), Optional.of("north")));
        assertThat(verified(own, Payload.good()).cluster()).hasValue("north");
        assertRefused(own, west, Reason.CLUSTER);
    }

    @Test
    void given_tooMuch_isRefused() throws Exception {
        IssuerRule rule =
                RuleEdit.of(Tokens.rule())
                        .tenants(new ClaimMapping.Verbatim(ClaimPath.dotted("groups"), ""));

        assertThat(verified(rule, groups(many(1_000))).tenants()).hasSize(1_000);
        assertRefused(rule, groups(many(1_001)), Reason.TOO_MANY);
    }

    private static String many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + Integer.toString(i, 36) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static Payload groups(String json) {
        return Payload.good().with("groups", json);
    }

    private Verified verified(IssuerRule rule, Payload payload) throws InterruptedException {
        verifier.apply(List.of(rule));
        TokenVerdict verdict = verifier.verify(signed(ED, payload), NOW * 1_000);
        assertThat(verdict).as(payload.json()).isInstanceOf(Verified.class);
        return (Verified) verdict;
    }

    private void assertRefused(IssuerRule rule, Payload payload, Reason reason)
            throws InterruptedException {
        verifier.apply(List.of(rule));
        assertThat(verifier.verify(signed(ED, payload), NOW * 1_000))
                .as(payload.json())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason()).as(refused.text()).isEqualTo(reason));
    }
}
