package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.keys.KeySource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whose tokens are accepted, and what they give. Immutable; a rule with {@link #problems} can be
/// made, and is used by nobody.
///
/// A subject is given what is for everybody, what is for it, and what its claims give, together. A
/// cluster is one: where two of these name two, the token is refused.
///
/// @param name what this rule is called in logs and audits
/// @param issuer `iss`, exactly
/// @param audiences a token is for one of these (`aud`), or is not for us
/// @param roles claims that give roles
/// @param tenants claims that give tenants
/// @param cluster the claim that names the cluster
/// @param everybody what each subject of this issuer is given
/// @param subjects what is given to some, by `sub`: service accounts are
///   `system:serviceaccount:<namespace>:<name>`
public record IssuerRule(
        String name,
        String issuer,
        Set<String> audiences,
        KeySource keys,
        TokenPolicy policy,
        List<ClaimMapping> roles,
        List<ClaimMapping> tenants,
        Optional<ClaimMapping> cluster,
        Grant everybody,
        Map<String, Grant> subjects,
        Revocations revocations) {
    public IssuerRule {
        audiences = Grant.sorted(audiences);
        roles = List.copyOf(roles);
        tenants = List.copyOf(tenants);
        subjects = Map.copyOf(subjects);
    }

    /// Something that is wrong with a rule.
    ///
    /// @param rule the name of the rule
    /// @param field the field, as this record calls it, and what of it: `subjects[a].cluster`
    /// @param text what is wrong with it
    public record Problem(String rule, String field, String text) {}

    public static IssuerRule of(String name, String issuer, Set<String> audiences, KeySource keys) {
        return new IssuerRule(
                name,
                issuer,
                audiences,
                keys,
                TokenPolicy.DEFAULT,
                List.of(),
                List.of(),
                Optional.empty(),
                Grant.NOTHING,
                Map.of(),
                Revocations.NONE);
    }

    /// All that is wrong with rules, each by itself and together; nothing if they can be used.
    ///
    /// Several rules may have one issuer: API servers of many clusters call themselves
    /// `https://kubernetes.default.svc`. Then their keys tell them apart, so these are given with
    /// the rules, and none is in two.
    public static List<Problem> problems(List<IssuerRule> rules) {
        List<Problem> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Map<String, List<IssuerRule>> byIssuer = new HashMap<>();
        for (IssuerRule rule : rules) {
            problems.addAll(new RuleCheck(rule).problems());
            if (!names.add(rule.name)) {
                problems.add(new Problem(rule.name, "name", "another rule is called so"));
            }
            List<IssuerRule> others = byIssuer.computeIfAbsent(rule.issuer, i -> new ArrayList<>());
            for (IssuerRule other : others) {
                RuleCheck.besides(rule, other).ifPresent(problems::add);
            }
            others.add(rule);
        }
        return problems;
    }
}
