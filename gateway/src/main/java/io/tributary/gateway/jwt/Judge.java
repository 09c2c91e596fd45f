package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.TokenVerdict.Reason;

/// What a rule makes of a token, now, were its signature right. Asked for each request, also for a
/// token that is known.
final class Judge {
    private final IssuerRule rule;
    private final SignedToken.Content token;
    private final long nowMillis;

    private Judge(IssuerRule rule, SignedToken.Content token, long nowMillis) {
        this.rule = rule;
        this.token = token;
        this.nowMillis = nowMillis;
    }

    /// What it gives.
    ///
    /// @throws TokenException if it is refused
    static TokenVerdict.Verified verdict(IssuerRule rule, SignedToken.Content token, long nowMillis)
            throws TokenException {
        Judge judge = new Judge(rule, token, nowMillis);
        judge.checkUse();
        judge.checkTimes();
        judge.checkRevocations();
        Claims claims = token.claims();
        Grant grant = GivenByRule.to(rule, claims);
        return new TokenVerdict.Verified(
                rule.name(),
                claims.issuer(),
                claims.subject(),
                claims.id(),
                grant.roles(),
                grant.tenants(),
                grant.cluster(),
                claims.workload(),
                claims.expiresMillis());
    }

    private void checkUse() throws TokenException {
        if (!rule.policy().algorithms().contains(token.algorithm())) {
            throw refused(
                    Reason.ALGORITHM, "its issuer may not sign by " + token.algorithm().word());
        }
        if (token.claims().audiences().stream().noneMatch(rule.audiences()::contains)) {
            throw refused(
                    Reason.AUDIENCE,
                    "aud is " + Shown.text(String.join(" ", token.claims().audiences())));
        }
    }

    private void checkTimes() throws TokenException {
        Claims claims = token.claims();
        long skew = rule.policy().skew().toMillis();
        if (nowMillis >= claims.expiresMillis() + skew) {
            throw refused(
                    Reason.EXPIRED,
                    "%d s ago".formatted((nowMillis - claims.expiresMillis()) / 1_000));
        }
        if (nowMillis < claims.notBeforeMillis() - skew) {
            throw refused(
                    Reason.NOT_YET_VALID,
                    "for another %d s".formatted((claims.notBeforeMillis() - nowMillis) / 1_000));
        }
        if (nowMillis < claims.issuedMillis() - skew) {
            throw refused(
                    Reason.NOT_YET_VALID,
                    "issued %d s from now".formatted((claims.issuedMillis() - nowMillis) / 1_000));
        }
        long lifetime = claims.expiresMillis() - claims.issuedMillis();
        if (lifetime <= 0 || lifetime > rule.policy().lifetimeMax().toMillis()) {
            throw refused(
                    Reason.LIFETIME,
                    "it lasts %d s; at most %d s are allowed"
                            .formatted(lifetime / 1_000, rule.policy().lifetimeMax().toSeconds()));
        }
    }

    private void checkRevocations() throws TokenException {
        Claims claims = token.claims();
        if (rule.revocations().subjects().contains(claims.subject())) {
            throw refused(Reason.REVOKED, "all tokens of the subject are");
        }
        if (claims.issuedMillis() < rule.revocations().notIssuedBeforeMillis()) {
            throw refused(Reason.REVOKED, "tokens issued so long ago are");
        }
    }

    private TokenException refused(Reason reason, String why) {
        return new TokenException(
                reason,
                "%s, by rule %s for %s"
                        .formatted(why, rule.name(), Shown.text(token.claims().subject())));
    }
}
