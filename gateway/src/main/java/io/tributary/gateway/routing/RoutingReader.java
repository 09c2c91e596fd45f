package io.tributary.gateway.routing;

import io.tributary.gateway.registry.text.ObjectName;
import io.tributary.gateway.routing.RoutingPolicy.Grants;
import io.tributary.gateway.routing.RoutingPolicy.Otherwise;
import io.tributary.gateway.routing.RoutingPolicy.Take;
import io.tributary.model.Label;
import io.tributary.runtime.yaml.Fields;
import io.tributary.runtime.yaml.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the routing of a cluster or credential. What is wrong by itself is noted here; whether its
/// tenants are registered is for the registry to see.
public final class RoutingReader {
    /// Most tenants, or prefixes, that are granted.
    private static final int GRANTS_MAX = 1_000;

    private final Fields fields;

    private RoutingReader(Fields fields) {
        this.fields = fields;
    }

    /// The field `routing`; empty where it is absent.
    public static Optional<RoutingPolicy> read(Fields fields) {
        return fields.object("routing").map(own -> new RoutingReader(own).policy());
    }

    private RoutingPolicy policy() {
        List<String> labels = texts("labels", RoutingPolicy.TARGETS_MAX, this::checkLabel);
        Optional<NameTemplate> template = template();
        String prefix = fields.text("prefix").orElse("");
        checkPrefix("prefix", prefix);
        Take take = word("take", Take.values(), Take.FIRST);
        List<String> names = texts("tenants", GRANTS_MAX, name -> checkTenant("tenants", name));
        List<String> prefixes = texts("tenantPrefixes", GRANTS_MAX, this::checkGrantedPrefix);
        List<String> defaults = targets("default");
        List<String> replicate = targets("replicate");
        RoutingPolicy policy =
                new RoutingPolicy(
                        labels,
                        template,
                        take,
                        prefix,
                        new Grants(names, prefixes, fields.flag("anyTenant", false)),
                        defaults,
                        replicate,
                        word("unknown", Otherwise.values(), Otherwise.REJECT),
                        word("missing", Otherwise.values(), Otherwise.DEFAULT),
                        fields.flag("remove", false));
        fields.end();
        if (policy.isFixed()) {
            checkFixed(policy);
        }
        return policy;
    }

    /// Without a label that chooses, what speaks of such labels is a mistake.
    private void checkFixed(RoutingPolicy policy) {
        if (!policy.prefix().isEmpty() || policy.remove() || policy.take() == Take.ALL) {
            fields.problem(
                    "labels",
                    "found none and no template, beside prefix, remove or take, which are of labels that choose");
        }
    }

    private Optional<NameTemplate> template() {
        Optional<String> text = fields.text("template");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            NameTemplate template = NameTemplate.parse(text.get());
            checkCount("template", template.labels().size(), RoutingPolicy.TARGETS_MAX);
            template.labels().forEach(label -> checkLabel("template", label));
            String fixed = String.join("", template.texts());
            checkPrefix("template", fixed);
            return Optional.of(template);
        } catch (IllegalArgumentException e) {
            fields.problem(
                    "template",
                    "found %s: %s".formatted(Problems.shown(text.get()), e.getMessage()));
            return Optional.empty();
        }
    }

    private List<String> targets(String key) {
        return texts(key, RoutingPolicy.TARGETS_MAX, name -> checkTenant(key, name));
    }

    private List<String> texts(String key, int max, Consumer<String> check) {
        List<String> texts = fields.texts(key);
        checkCount(key, texts.size(), max);
        texts.forEach(check);
        return texts;
    }

    private void checkCount(String key, int count, int max) {
        if (count > max) {
            fields.problem(key, "found %d, expected at most %d".formatted(count, max));
        }
    }

    private void checkLabel(String label) {
        checkLabel("labels", label);
    }

    private void checkLabel(String key, String label) {
        if (label.isEmpty() || label.equals(Label.METRIC_NAME) || label.equals(Label.TENANT_ID)) {
            fields.problem(
                    key,
                    "found %s, expected the name of a label that may choose a tenant"
                            .formatted(Problems.shown(label)));
        }
    }

    private void checkTenant(String key, String name) {
        if (name.equals(ObjectName.EVERY)) {
            fields.problem(
                    key,
                    "found \"*\", expected names of tenants; every tenant is granted by anyTenant: true alone");
            return;
        }
        ObjectName.problem("tenant", name).ifPresent(problem -> fields.problem(key, problem));
    }

    private void checkGrantedPrefix(String text) {
        if (text.isEmpty()) {
            fields.problem(
                    "tenantPrefixes",
                    "found nothing, with which every name begins; every tenant is granted by anyTenant: true alone");
        }
        checkPrefix("tenantPrefixes", text);
    }

    /// A piece of a name: what no name of a tenant can have would never be one's.
    private void checkPrefix(String key, String text) {
        ObjectName.problem("tenant", text + "x").ifPresent(problem -> fields.problem(key, problem));
    }

    private <T extends Enum<T>> T word(String key, T[] values, T otherwise) {
        Optional<String> word = fields.text(key);
        if (word.isEmpty()) {
            return otherwise;
        }
        for (T value : values) {
            if (word(value).equals(word.get())) {
                return value;
            }
        }
        fields.problem(
                key,
                "found %s, expected one of %s"
                        .formatted(
                                Problems.shown(word.get()),
                                String.join(
                                        ", ",
                                        List.of(values).stream()
                                                .map(RoutingReader::word)
                                                .toList())));
        return otherwise;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
