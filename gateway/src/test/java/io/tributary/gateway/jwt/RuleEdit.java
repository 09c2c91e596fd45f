package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.keys.KeySource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Rules that differ in one field.
record RuleEdit(IssuerRule rule) {
    static RuleEdit of(IssuerRule rule) {
        return new RuleEdit(rule);
    }

    IssuerRule named(String name) {
        return of(name, rule.issuer(), rule.audiences(), rule.keys(), rule.policy());
    }

    IssuerRule issuer(String issuer) {
        return of(rule.name(), issuer, rule.audiences(), rule.keys(), rule.policy());
    }

    IssuerRule audiences(String... audiences) {
        return of(rule.name(), rule.issuer(), Set.of(audiences), rule.keys(), rule.policy());
    }

    IssuerRule keys(KeySource keys) {
        return of(rule.name(), rule.issuer(), rule.audiences(), keys, rule.policy());
    }

    IssuerRule policy(TokenPolicy policy) {
        return of(rule.name(), rule.issuer(), rule.audiences(), rule.keys(), policy);
    }

    IssuerRule roles(ClaimMapping... roles) {
        return given(List.of(roles), rule.tenants(), rule.cluster(), rule.everybody());
    }

    IssuerRule tenants(ClaimMapping... tenants) {
        return given(rule.roles(), List.of(tenants), rule.cluster(), rule.everybody());
    }

    IssuerRule cluster(ClaimMapping cluster) {
        return given(rule.roles(), rule.tenants(), Optional.of(cluster), rule.everybody());
    }

    IssuerRule everybody(Grant everybody) {
        return given(rule.roles(), rule.tenants(), rule.cluster(), everybody);
    }

    IssuerRule subject(String subject, Grant grant) {
        return with(Map.of(subject, grant), rule.revocations());
    }

    IssuerRule revocations(Revocations revocations) {
        return with(rule.subjects(), revocations);
    }

    private IssuerRule of(
            String name, String issuer, Set<String> audiences, KeySource keys, TokenPolicy policy) {
        return new IssuerRule(
                name,
                issuer,
                audiences,
                keys,
                policy,
                rule.roles(),
                rule.tenants(),
                rule.cluster(),
                rule.everybody(),
                rule.subjects(),
                rule.revocations());
    }

    private IssuerRule given(
            List<ClaimMapping> roles,
            List<ClaimMapping> tenants,
            Optional<ClaimMapping> cluster,
            Grant everybody) {
        return new IssuerRule(
                rule.name(),
                rule.issuer(),
                rule.audiences(),
                rule.keys(),
                rule.policy(),
                roles,
                tenants,
                cluster,
                everybody,
                rule.subjects(),
                rule.revocations());
    }

    private IssuerRule with(Map<String, Grant> subjects, Revocations revocations) {
        return new IssuerRule(
                rule.name(),
                rule.issuer(),
                rule.audiences(),
                rule.keys(),
                rule.policy(),
                rule.roles(),
                rule.tenants(),
                rule.cluster(),
                rule.everybody(),
                subjects,
                revocations);
    }
}
