package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.IssuerRule.Problem;
import io.tributary.gateway.jwt.json.JsonException;
import io.tributary.gateway.jwt.keys.KeySet;
import io.tributary.gateway.jwt.keys.KeySource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks for what is wrong with a rule.
final class RuleCheck {
    private static final int ISSUER_LENGTH_MAX = 1_024;

    /// What API servers are called inside of their clusters, whatever the cluster's domain.
    private static final List<String> API_SERVER =
            List.of("https://kubernetes.default.svc", "kubernetes.default.svc");

    private final IssuerRule rule;
    private final List<Problem> problems = new ArrayList<>();

    RuleCheck(IssuerRule rule) {
        this.rule = rule;
    }

    List<Problem> problems() {
        require(!rule.name().isBlank(), "name", "is empty");
        require(!rule.issuer().isBlank(), "issuer", "is empty");
        require(
                rule.issuer().length() <= ISSUER_LENGTH_MAX,
                "issuer",
                "is longer than " + ISSUER_LENGTH_MAX + " characters");
        audiences();
        rule.keys().problem(rule.issuer()).ifPresent(why -> problem("keys", why));
        policy();
        mappings("roles", rule.roles());
        mappings("tenants", rule.tenants());
        mappings("cluster", rule.cluster().stream().toList());
        grant("everybody", rule.everybody());
        rule.subjects().forEach(this::subject);
        words("revocations.subjects", rule.revocations().subjects());
        require(
                rule.revocations().notIssuedBeforeMillis() >= 0,
                "revocations.notIssuedBefore",
                "is before 1970");
        return problems;
    }

    /// What is wrong with two rules of one issuer.
    static Optional<Problem> besides(IssuerRule rule, IssuerRule other) {
        Optional<KeySet> keys = inline(rule);
        Optional<KeySet> others = inline(other);
        if (keys.isEmpty() || others.isEmpty()) {
            return Optional.of(
                    new Problem(
                            rule.name(),
                            "issuer",
                            "rule %s has the same: then the keys of both have to be given inline"
                                    .formatted(other.name())));
        }
        return keys.get().overlaps(others.get())
                ? Optional.of(
                        new Problem(
                                rule.name(),
                                "keys",
                                "rule %s has the same issuer and one of these keys"
                                        .formatted(other.name())))
                : Optional.empty();
    }

    private static Optional<KeySet> inline(IssuerRule rule) {
        if (!(rule.keys() instanceof KeySource.Inline(String jwks))) {
            return Optional.empty();
        }
        try {
            return Optional.of(KeySet.parse(jwks));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private void audiences() {
        require(!rule.audiences().isEmpty(), "audiences", "names none");
        words("audiences", rule.audiences());
        for (String audience : rule.audiences()) {
            boolean isApiServer =
                    audience.equals(rule.issuer())
                            || API_SERVER.stream().anyMatch(audience::startsWith);
            require(
                    !isApiServer,
                    "audiences",
                    Shown.text(audience)
                            + " is the issuer itself: its own tokens are for that, and who gets one could use"
                            + " it there");
        }
    }

    private void policy() {
        TokenPolicy policy = rule.policy();
        require(!policy.algorithms().isEmpty(), "policy.algorithms", "names none");
        require(
                isWithin(policy.skew(), Duration.ZERO, TokenPolicy.SKEW_MAX),
                "policy.skew",
                "is not between 0 and " + TokenPolicy.SKEW_MAX.toSeconds() + " s");
        require(
                isWithin(policy.lifetimeMax(), Duration.ofSeconds(1), TokenPolicy.LIFETIME_MAX),
                "policy.lifetimeMax",
                "is not between 1 s and " + TokenPolicy.LIFETIME_MAX.toDays() + " d");
    }

    private void mappings(String field, List<ClaimMapping> mappings) {
        for (ClaimMapping mapping : mappings) {
            List<String> names = mapping.claim().names();
            require(
                    !names.isEmpty() && names.stream().noneMatch(String::isEmpty),
                    field,
                    "the claim's path %s has an empty name"
                            .formatted(Shown.text(mapping.claim().toString())));
            switch (mapping) {
                case ClaimMapping.Table(ClaimPath _, Map<String, Set<String>> given) -> {
                    words(field, given.keySet());
                    given.values().forEach(words -> words(field, words));
                }
                case ClaimMapping.Verbatim _ -> {}
            }
        }
    }

    private void subject(String subject, Grant grant) {
        String field = "subjects[" + subject + "]";
        require(!subject.isBlank(), field, "is empty");
        grant(field, grant);
        Optional<String> all = rule.everybody().cluster();
        require(
                all.isEmpty() || grant.cluster().isEmpty() || all.equals(grant.cluster()),
                field + ".cluster",
                "everybody has another cluster");
    }

    private void grant(String field, Grant grant) {
        words(field + ".roles", grant.roles());
        words(field + ".tenants", grant.tenants());
        words(field + ".cluster", grant.cluster().stream().toList());
    }

    private void words(String field, Iterable<String> words) {
        for (String word : words) {
            require(!word.isBlank(), field, "has an empty item");
        }
    }

    private static boolean isWithin(Duration duration, Duration least, Duration most) {
        return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
    }

    private void require(boolean fine, String field, String otherwise) {
        if (!fine) {
            problem(field, otherwise);
        }
    }

    private void problem(String field, String text) {
        problems.add(new Problem(rule.name(), field, text));
    }
}
