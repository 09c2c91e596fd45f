package io.tributary.gateway.registry;

import io.tributary.gateway.quarantine.QuarantineReader;
import io.tributary.gateway.registry.ClusterEntry.Maintenance;
import io.tributary.gateway.registry.CredentialEntry.Proof;
import io.tributary.gateway.registry.text.AddressRange;
import io.tributary.gateway.registry.text.CertificateName;
import io.tributary.gateway.registry.text.MatcherText;
import io.tributary.gateway.registry.text.ObjectName;
import io.tributary.gateway.registry.text.RelabelReader;
import io.tributary.gateway.routing.RoutingReader;
import io.tributary.gateway.secret.SecretException;
import io.tributary.gateway.secret.SecretHash;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reads registered objects from their fields. What is wrong with one by itself is noted here; what
/// they say of each other is for {@link RegistrySnapshot} to judge.
final class ObjectReader {
    /// Most aliases of a tenant, parts of a view, tenants of a credential, conditions of a policy.
    private static final int LIST_MAX = 1_000;

    /// Most labels that are stamped.
    private static final int STAMPS_MAX = 10;

    /// Longest condition of a policy, in characters.
    private static final int MATCH_CHARS_MAX = 1_024;

    private static final String QUOTE_THE_HASH = "In braces, a hash stands in quotes";

    private final PolicySettings settings;

    ObjectReader(PolicySettings settings) {
        this.settings = settings;
    }

    TenantEntry tenant(Fields fields, String source) {
        String name = name("tenant", "name", fields);
        List<String> aliases = fields.texts("aliases");
        aliases.forEach(alias -> checkName("tenant", "aliases", alias, fields));
        checkCount("aliases", aliases.size(), fields);
        List<ViewPart> view = new ArrayList<>();
        for (Fields part : fields.objects("view")) {
            view.add(new ViewPart(granted("tenants", part), match(part)));
            part.end();
        }
        checkCount("view", view.size(), fields);
        TenantEntry tenant =
                new TenantEntry(
                        name,
                        source,
                        id(fields),
                        fields.text("displayName").orElse(""),
                        aliases,
                        view,
                        takesRouted(fields),
                        RelabelReader.read("relabel", fields),
                        settings.ofTenant(fields));
        fields.end();
        return tenant;
    }

    /// Reads a cluster.
    ///
    /// @param tenantConfig the settings of the tenant it names
    ClusterEntry cluster(Fields fields, String source, Function<String, Config> tenantConfig) {
        String name = name("cluster", "name", fields);
        String tenant = fields.required("tenant", "the name of its tenant");
        ClusterEntry cluster =
                new ClusterEntry(
                        name,
                        source,
                        id(fields).orElseGet(() -> idOf(tenant, name)),
                        tenant,
                        stamps(fields, name),
                        difference(fields),
                        addresses(fields),
                        maintenance(fields),
                        RelabelReader.read("relabel", fields),
                        QuarantineReader.read(fields),
                        RoutingReader.read(fields),
                        settings.ofCluster(fields, tenantConfig.apply(tenant)));
        fields.end();
        return cluster;
    }

    /// Reads a credential; empty, and noted, where there is nothing that proves it.
    Optional<CredentialEntry> credential(Fields fields, String source) {
        String name = name("credential", "name", fields);
        Optional<Proof> proof = proof(fields);
        Optional<CredentialEntry> credential =
                proof.map(found ->
                        new CredentialEntry(
                                name,
                                source,
                                found,
                                roles(fields),
                                granted("tenants", fields),
                                fields.text("cluster"),
                                fields.text("defaultTenant"),
                                RoutingReader.read(fields),
                                match(fields),
                                fields.flag("backlog", false),
                                time("importUntil", fields),
                                time("expires", fields),
                                fields.flag("disabled", false)));
        if (credential.isPresent()) {
            fields.end();
        }
        return credential;
    }

    /// The id of a cluster that was declared without one: the same whenever its name and its
    /// tenant's are. One of that name in another tenant is another cluster, to which the agents of
    /// the first do not belong.
    private static UUID idOf(String tenant, String name) {
        return UUID.nameUUIDFromBytes(
                ("cluster " + tenant + "/" + name).getBytes(StandardCharsets.UTF_8));
    }

    private static String name(String what, String key, Fields fields) {
        String name = fields.required(key, "the name of the " + what);
        if (!name.isEmpty()) {
            checkName(what, key, name, fields);
        }
        return name;
    }

    private static void checkName(String what, String key, String name, Fields fields) {
        ObjectName.problem(what, name).ifPresent(problem -> fields.problem(key, problem));
    }

    private static void checkCount(String key, int count, Fields fields) {
        if (count > LIST_MAX) {
            fields.problem(key, "found %d, expected at most %d".formatted(count, LIST_MAX));
        }
    }

    /// A UUID; empty where it is absent, or wrong and noted.
    static Optional<UUID> id(Fields fields) {
        Optional<String> text = fields.text("id");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(text.get());
            if (id.toString().equals(text.get())) {
                return Optional.of(id);
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        fields.problem(
                "id",
                "found %s, expected a UUID in small letters".formatted(Problems.shown(text.get())));
        return Optional.empty();
    }

    private static Granted granted(String key, Fields fields) {
        List<String> names = fields.texts(key);
        checkCount(key, names.size(), fields);
        return names.equals(List.of(Granted.EVERY))
                ? new Granted.Every()
                : new Granted.Listed(names);
    }

    private static List<Matcher> match(Fields fields) {
        List<Matcher> matchers = new ArrayList<>();
        List<String> texts = fields.texts("match");
        checkCount("match", texts.size(), fields);
        for (String text : texts) {
            matcher(text, fields).ifPresent(matchers::add);
        }
        return matchers;
    }

    private static Optional<Matcher> matcher(String text, Fields fields) {
        Optional<Matcher> matcher = Optional.empty();
        String found = "found " + Problems.shown(text);
        if (text.length() > MATCH_CHARS_MAX) {
            fields.problem(
                    "match",
                    "%s, %d characters long, expected at most %d"
                            .formatted(found, text.length(), MATCH_CHARS_MAX));
            return matcher;
        }
        try {
            matcher = MatcherText.parse(text);
        } catch (IllegalArgumentException e) {
            fields.problem("match", found + ": " + e.getMessage());
            return matcher;
        }
        if (matcher.isEmpty()) {
            fields.problem("match", found + ", expected " + MatcherText.EXPECTED);
        } else if (matcher.get().name().equals(Label.TENANT_ID)) {
            fields.problem("match", found + ", expected a label that series have");
            return Optional.empty();
        }
        return matcher;
    }

    private static Labels stamps(Fields fields, String name) {
        Labels.Builder stamps = new Labels.Builder();
        stamps.set(ClusterEntry.LABEL, name);
        Optional<Fields> given = fields.object("labels");
        if (given.isPresent()) {
            int count = 0;
            for (String label : given.get().keys()) {
                Optional<String> value = given.get().text(label);
                if (label.isEmpty()
                        || label.equals(Label.METRIC_NAME)
                        || label.equals(Label.TENANT_ID)) {
                    given.get().problem(label, "expected the name of a label that may be stamped");
                }
                stamps.set(label, value.orElse(""));
                count++;
            }
            if (count > STAMPS_MAX) {
                fields.problem(
                        "labels", "found %d, expected at most %d".formatted(count, STAMPS_MAX));
            }
        }
        return stamps.build();
    }

    private static ClusterEntry.Difference difference(Fields fields) {
        Optional<String> text = fields.text("onDifference");
        return switch (text.orElse("overwrite")) {
            case "overwrite" -> ClusterEntry.Difference.OVERWRITE;
            case "refuse" -> ClusterEntry.Difference.REFUSE;
            default -> {
                fields.problem(
                        "onDifference",
                        "found %s, expected overwrite or refuse"
                                .formatted(Problems.shown(text.orElseThrow())));
                yield ClusterEntry.Difference.OVERWRITE;
            }
        };
    }

    /// Whether the tenant takes what routing of others sends it.
    private static boolean takesRouted(Fields fields) {
        String word = fields.text("routed").orElse("accept");
        if (!word.equals("accept") && !word.equals("refuse")) {
            fields.problem(
                    "routed",
                    "found %s, expected accept or refuse".formatted(Problems.shown(word)));
        }
        return !word.equals("refuse");
    }

    private static List<AddressRange> addresses(Fields fields) {
        List<AddressRange> ranges = new ArrayList<>();
        List<String> texts = fields.texts("addresses");
        checkCount("addresses", texts.size(), fields);
        for (String text : texts) {
            AddressRange.parse(text)
                    .ifPresentOrElse(
                            ranges::add,
                            () ->
                                    fields.problem(
                                            "addresses",
                                            "found %s, expected an address or a range such as 10.0.0.0/8, with nothing set behind its bits"
                                                    .formatted(Problems.shown(text))));
        }
        return ranges;
    }

    private static List<Maintenance> maintenance(Fields fields) {
        List<Maintenance> windows = new ArrayList<>();
        List<Fields> all = fields.objects("maintenance");
        checkCount("maintenance", all.size(), fields);
        for (Fields window : all) {
            Optional<Instant> from = time("from", window);
            Optional<Instant> to = time("to", window);
            String why = window.text("why").orElse("");
            window.end();
            if (from.isPresent() && to.isPresent() && from.get().isBefore(to.get())) {
                windows.add(new Maintenance(from.get(), to.get(), why));
            } else {
                window.problem("to", "expected from and to, times in this order");
            }
        }
        return windows;
    }

    private static Optional<Proof> proof(Fields fields) {
        Optional<Fields> token = fields.object("token");
        Optional<Fields> password = fields.object("password");
        Optional<Fields> certificate = fields.object("certificate");
        long count = Stream.of(token, password, certificate).filter(Optional::isPresent).count();
        if (count != 1) {
            fields.problem(
                    "token",
                    "found %s, expected one of token, password and certificate"
                            .formatted(count == 0 ? "none" : "several"));
        }
        Optional<Proof> proof = Optional.empty();
        if (token.isPresent()) {
            String id = token.get().required("id", "the token's public part");
            proof = hash(token.get()).map(hash -> new Proof.Token(id, hash));
            token.get().endUnseen(QUOTE_THE_HASH);
        }
        if (password.isPresent()) {
            proof = hash(password.get()).map(Proof.Password::new);
            password.get().endUnseen(QUOTE_THE_HASH);
        }
        if (certificate.isPresent()) {
            proof = certificateName(certificate.get()).map(Proof.Certificate::new);
        }
        return proof;
    }

    private static Optional<CertificateName> certificateName(Fields fields) {
        List<CertificateName> names = new ArrayList<>();
        for (CertificateName.Kind kind : CertificateName.Kind.values()) {
            fields.text(kind.word()).ifPresent(text -> names.add(new CertificateName(kind, text)));
        }
        fields.end();
        if (names.size() != 1) {
            fields.problem("", "expected one of uri, dns and sha256");
            return Optional.empty();
        }
        CertificateName name = names.getFirst();
        if (name.kind() == CertificateName.Kind.SHA256
                && !CertificateName.isFingerprint(name.value())) {
            fields.problem("sha256", "expected 64 hexadecimal digits in small letters");
        }
        return Optional.of(name);
    }

    private static Optional<SecretHash> hash(Fields fields) {
        String text =
                fields.required(
                        "hash", "an Argon2id hash, as `tributary credentials hash` prints it");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SecretHash.parse(text));
        } catch (SecretException e) {
            fields.problem("hash", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Set<Role> roles(Fields fields) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<String> words = fields.texts("roles");
        for (String word : words) {
            Role.of(word)
                    .ifPresentOrElse(
                            roles::add,
                            () ->
                                    fields.problem(
                                            "roles",
                                            "found %s, expected one of %s"
                                                    .formatted(
                                                            Problems.shown(word), Role.words())));
        }
        if (words.isEmpty()) {
            fields.problem("roles", "found nothing, expected at least one of " + Role.words());
        }
        return roles;
    }

    /// A time, such as `2027-01-31T00:00:00Z`; empty where it is absent, or wrong and noted.
    static Optional<Instant> time(String key, Fields fields) {
        Optional<String> text = fields.text(key);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            fields.problem(
                    key,
                    "found %s, expected a time such as 2027-01-31T00:00:00Z"
                            .formatted(Problems.shown(text.orElseThrow())));
            return Optional.empty();
        }
    }
}
