package io.tributary.gateway.registry;

import io.tributary.gateway.jwt.ClaimMapping;
import io.tributary.gateway.jwt.ClaimPath;
import io.tributary.gateway.jwt.Grant;
import io.tributary.gateway.jwt.IssuerRule;
import io.tributary.gateway.jwt.Revocations;
import io.tributary.gateway.jwt.TokenPolicy;
import io.tributary.gateway.jwt.keys.KeySource;
import io.tributary.runtime.config.Setting;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads who issues tokens that are accepted, and what these give.
final class IssuerReader {
    private static final String ROLES = "roles";

    private IssuerReader() {}

    /// Rules that can be used; none where one cannot, which is noted.
    static List<IssuerRule> readAll(List<Fields> all, Problems problems) {
        List<IssuerRule> rules = new ArrayList<>();
        Map<String, String> places = new HashMap<>();
        for (Fields fields : all) {
            IssuerRule rule = read(fields);
            places.putIfAbsent(rule.name(), fields.place());
            rules.add(rule);
        }
        for (IssuerRule.Problem problem : IssuerRule.problems(rules)) {
            String place = places.getOrDefault(problem.rule(), "issuers");
            problems.add(place, problem.field(), problem.text());
        }
        return problems.isEmpty() ? rules : List.of();
    }

    private static IssuerRule read(Fields fields) {
        TokenPolicy policy =
                new TokenPolicy(
                        TokenPolicy.DEFAULT.algorithms(),
                        duration("clockSkew", TokenPolicy.DEFAULT.skew(), fields),
                        duration("maxLifetime", TokenPolicy.DEFAULT.lifetimeMax(), fields));
        Grant everybody = fields.object("everybody").map(IssuerReader::grant).orElse(Grant.NOTHING);
        IssuerRule rule =
                new IssuerRule(
                        fields.required("name", "what the issuer is called here"),
                        fields.required("issuer", "the issuer, exactly as its tokens have it"),
                        new HashSet<>(fields.texts("audiences")),
                        keys(fields),
                        policy,
                        mappings(ROLES, fields),
                        mappings("tenants", fields),
                        mappings("cluster", fields).stream().findFirst(),
                        everybody,
                        subjects(fields),
                        revocations(fields));
        fields.end();
        return rule;
    }

    private static KeySource keys(Fields fields) {
        Optional<Fields> keys = fields.object("keys");
        if (keys.isEmpty()) {
            return new KeySource.Discovery(KeySource.REFRESH);
        }
        Duration refresh = duration("refresh", KeySource.REFRESH, keys.get());
        Optional<String> url = keys.get().text("url");
        Optional<String> jwks = keys.get().text("jwks");
        if (url.isPresent() && jwks.isPresent()) {
            keys.get().problem("jwks", "found both url and jwks, expected one of them");
        }
        keys.get().end();
        if (jwks.isPresent()) {
            return new KeySource.Inline(jwks.get());
        }
        return url.isPresent()
                ? new KeySource.Address(url.get(), refresh)
                : new KeySource.Discovery(refresh);
    }

    /// What values of a claim give: a table, or what stands behind a prefix.
    private static List<ClaimMapping> mappings(String key, Fields fields) {
        List<ClaimMapping> mappings = new ArrayList<>();
        Optional<Fields> given = fields.object(key);
        if (given.isEmpty()) {
            return mappings;
        }
        ClaimPath claim =
                ClaimPath.dotted(
                        given.get().required("claim", "the path of a claim, such as groups"));
        Optional<Fields> values = given.get().object("values");
        Optional<String> prefix = given.get().anyText("prefix");
        if (values.isPresent() == prefix.isPresent()) {
            given.get().problem("values", "expected either values or prefix");
        }
        if (values.isPresent()) {
            Map<String, Set<String>> table = new LinkedHashMap<>();
            for (String value : values.get().keys()) {
                Set<String> words = new HashSet<>(values.get().texts(value));
                if (key.equals(ROLES)) {
                    checkRoles(value, words, values.get());
                }
                table.put(value, words);
            }
            mappings.add(new ClaimMapping.Table(claim, table));
        } else {
            mappings.add(new ClaimMapping.Verbatim(claim, prefix.orElse("")));
        }
        given.get().end();
        return mappings;
    }

    private static Map<String, Grant> subjects(Fields fields) {
        Map<String, Grant> subjects = new LinkedHashMap<>();
        for (Fields subject : fields.objects("subjects")) {
            String name = subject.required("subject", "a subject, as tokens have it in sub");
            if (subjects.put(name, grant(subject)) != null) {
                subject.problem("subject", "found the subject again, expected it once");
            }
        }
        return subjects;
    }

    private static Grant grant(Fields fields) {
        Set<String> roles = new HashSet<>(fields.texts(ROLES));
        checkRoles(ROLES, roles, fields);
        Grant grant =
                new Grant(roles, new HashSet<>(fields.texts("tenants")), fields.text("cluster"));
        fields.text("subject");
        fields.end();
        return grant;
    }

    private static void checkRoles(String key, Set<String> words, Fields fields) {
        for (String word : words) {
            if (Role.of(word).isEmpty()) {
                fields.problem(
                        key,
                        "found %s, expected one of %s"
                                .formatted(Problems.shown(word), Role.words()));
            }
        }
    }

    private static Revocations revocations(Fields fields) {
        Optional<Fields> revoked = fields.object("revoked");
        if (revoked.isEmpty()) {
            return Revocations.NONE;
        }
        long before =
                ObjectReader.time("issuedBefore", revoked.get())
                        .map(Instant::toEpochMilli)
                        .orElse(0L);
        Revocations revocations =
                new Revocations(new HashSet<>(revoked.get().texts("subjects")), before);
        revoked.get().end();
        return revocations;
    }

    private static Duration duration(String key, Duration otherwise, Fields fields) {
        Optional<String> text = fields.text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<Duration> duration = Setting.readDuration(text.get());
        if (duration.isEmpty()) {
            fields.problem(key, "expected a duration such as 5m or 1h30m");
        }
        return duration.orElse(otherwise);
    }
}
