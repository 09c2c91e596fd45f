package io.tributary.gateway.jwt;

import io.tributary.gateway.jwt.TokenVerdict.Reason;
import io.tributary.gateway.jwt.json.JsonException;
import io.tributary.gateway.jwt.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a rule gives to a subject with these claims.
final class GivenByRule {
    /// Most roles, and most tenants, of one token.
    static final int WORDS_MAX = 1_000;

    private final IssuerRule rule;
    private final Claims claims;

    private GivenByRule(IssuerRule rule, Claims claims) {
        this.rule = rule;
        this.claims = claims;
    }

    /// All that it is given.
    ///
    /// @throws TokenException if a claim has another shape, names a second cluster, or gives too
    ///   much
    static Grant to(IssuerRule rule, Claims claims) throws TokenException {
        return new GivenByRule(rule, claims).all();
    }

    private Grant all() throws TokenException {
        Grant own = rule.subjects().getOrDefault(claims.subject(), Grant.NOTHING);
        Set<String> roles = new TreeSet<>(rule.everybody().roles());
        roles.addAll(own.roles());
        roles.addAll(mapped(rule.roles()));
        Set<String> tenants = new TreeSet<>(rule.everybody().tenants());
        tenants.addAll(own.tenants());
        tenants.addAll(mapped(rule.tenants()));
        if (roles.size() > WORDS_MAX || tenants.size() > WORDS_MAX) {
            throw new TokenException(
                    Reason.TOO_MANY,
                    "it has %d roles and %d tenants; at most %d of each are taken"
                            .formatted(roles.size(), tenants.size(), WORDS_MAX));
        }
        Set<String> clusters = new TreeSet<>(mapped(rule.cluster().stream().toList()));
        rule.everybody().cluster().ifPresent(clusters::add);
        own.cluster().ifPresent(clusters::add);
        if (clusters.size() > 1) {
            throw new TokenException(
                    Reason.CLUSTER,
                    "it speaks for %d clusters, where one is wanted".formatted(clusters.size()));
        }
        return new Grant(roles, tenants, clusters.stream().findFirst());
    }

    private Set<String> mapped(List<ClaimMapping> mappings) throws TokenException {
        Set<String> words = new TreeSet<>();
        for (ClaimMapping mapping : mappings) {
            for (String value : values(mapping.claim())) {
                switch (mapping) {
                    case ClaimMapping.Table(ClaimPath _, Map<String, Set<String>> given) ->
                            words.addAll(given.getOrDefault(value, Set.of()));
                    case ClaimMapping.Verbatim(ClaimPath _, String prefix) -> {
                        if (value.startsWith(prefix) && value.length() > prefix.length()) {
                            words.add(value.substring(prefix.length()));
                        }
                    }
                }
            }
        }
        return words;
    }

    /// The values of a claim; none where there is none.
    private List<String> values(ClaimPath path) throws TokenException {
        Optional<JsonValue> value = Optional.of(claims.all());
        try {
            for (String name : path.names()) {
                if (!(value.get() instanceof JsonValue.Fields fields)) {
                    throw new JsonException(
                            "%s is %s before %s"
                                    .formatted(path, value.get().kind(), Shown.text(name)));
                }
                value = fields.find(name);
                if (value.isEmpty() || value.get() instanceof JsonValue.Nothing) {
                    return List.of();
                }
            }
            return JsonValue.Fields.texts(path.toString(), value.get());
        } catch (JsonException e) {
            throw new TokenException(Reason.CLAIM, e.why());
        }
    }
}
