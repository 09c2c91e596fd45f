package io.tributary.model.relabel;

import io.tributary.testkit.SeededCases.Random;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Random rules, and series that they are likely to have something to do with.
final class RandomRules {
    private static final List<String> NAMES =
            List.of(
                    "__name__",
                    "job",
                    "instance",
                    "a",
                    "b",
                    "a_b",
                    "port",
                    "ü.code",
                    "__tmp",
                    "x1");

    private static final List<String> VALUES =
            List.of(
                    "",
                    "foo",
                    "bar",
                    "FOO-Bar",
                    "a",
                    "b",
                    "web-17",
                    "10.0.0.1:9100",
                    "x\ny",
                    "İßσΣ",
                    "straße",
                    "a;b",
                    "tags=k",
                    "k",
                    "😀",
                    "\"q\"\\",
                    "a-b-c",
                    "0");

    private static final List<String> EXPRESSIONS =
            List.of(
                    "(.*)",
                    "(.+)",
                    ".*",
                    "",
                    "a.*",
                    "(a|b)(.*)",
                    ".*o.*",
                    "([^-]+)-(.+)",
                    "(?i)FOO.*",
                    "(a)?(.*)",
                    "(?P<first>[a-z]+)[-_](?P<rest>.*)",
                    "__.*",
                    "(.)(.*)",
                    "foo|bar",
                    "foo;bar|.*;.*",
                    "[a-z]+",
                    "x.y",
                    "job|instance",
                    "(?:(\\d+)\\.)+.*",
                    "[[:alpha:]]+",
                    "^b$",
                    "(a|ab)(c|bcd|_b)?(.*)",
                    "(\\w+)[=;](\\w+)",
                    "ü(.*)",
                    "(.*?)(o*)");

    private static final List<String> TEMPLATES =
            List.of(
                    "$1",
                    "${1}",
                    "$2-$1",
                    "$1x$2",
                    "$1.$2",
                    "",
                    "$0",
                    "$$1",
                    "$first",
                    "${rest}_y",
                    "const",
                    "é$1",
                    "${",
                    "$",
                    "$01",
                    "$9",
                    "${1",
                    "a",
                    "$1$1$1",
                    "${ü}$1");

    private static final List<String> TARGETS =
            List.of(
                    "a",
                    "b",
                    "job",
                    "__name__",
                    "__tmp",
                    "new",
                    "ü.code",
                    "t_$1",
                    "${1}",
                    "$rest",
                    "$2",
                    "n.$first",
                    "a",
                    "b");

    private RandomRules() {}

    static List<RelabelRule> list(Random random) {
        return random.list(random.between(1, 7), RandomRules::rule);
    }

    static RelabelRule rule(Random random) {
        Action action = random.pick(List.of(Action.values()));
        RelabelRule.Builder rule = RelabelRule.builder().action(action.word());
        boolean needsTarget = action.writesTarget() || action.comparesTarget();
        if (!action.takesLabelsAway() && !random.oneIn(6)) {
            rule.sourceLabels(random.list(random.between(1, 3), next -> next.pick(NAMES)));
        }
        if (needsTarget) {
            rule.targetLabel(random.pick(TARGETS));
        }
        if (action == Action.HASHMOD) {
            rule.modulus(random.oneIn(2) ? random.between(1, 9) : random.nextLong() >>> 1 | 1);
        }
        if (action == Action.REPLACE || action == Action.LABELMAP) {
            String template = random.pick(TEMPLATES);
            rule.replacement(template.isEmpty() && action == Action.LABELMAP ? "m" : template);
        }
        if (!action.comparesTarget()) {
            rule.regex(expression(random, action));
            if (!action.takesLabelsAway() && random.oneIn(4)) {
                rule.separator(random.pick(List.of("", ",", "-", "ü")));
            }
        }
        return rule.build();
    }

    /// Few series are left by rules that ask for much.
    private static String expression(Random random, Action action) {
        return switch (action) {
            case KEEP ->
                    random.pick(List.of("(.*)", ".+", ".*[a-z].*", "[^;]*", "(?s).*", ".*o?.*"));
            case LABELKEEP -> random.pick(List.of("[a-z_]+", ".*", "__name__|.{1,3}", "[^x].*"));
            case REPLACE,
                    DROP,
                    KEEPEQUAL,
                    DROPEQUAL,
                    HASHMOD,
                    LABELMAP,
                    LABELDROP,
                    LOWERCASE,
                    UPPERCASE ->
                    random.pick(EXPRESSIONS);
        };
    }

    /// With a metric name, a job and an instance.
    static Map<String, String> series(Random random) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = random.between(0, NAMES.size()); i > 0; i--) {
            labels.put(random.pick(NAMES), random.pick(VALUES));
        }
        labels.put("__name__", random.pick(List.of("up", "go_gc", "a_b", "foo", "ü.m")));
        labels.put("job", random.pick(List.of("a", "foo", "web-17")));
        labels.put("instance", random.pick(List.of("10.0.0.1:9100", "k")));
        return labels;
    }

    /// As lines of YAML under a list, fields with their defaults left out.
    static List<String> yaml(List<RelabelRule> rules) {
        return rules.stream().map(RandomRules::yaml).toList();
    }

    private static String yaml(RelabelRule rule) {
        RelabelRule none = RelabelRule.builder().action("labeldrop").build();
        List<String> fields = new ArrayList<>();
        fields.add("action: " + rule.action().word());
        if (!rule.sourceLabels().isEmpty()) {
            List<String> names = rule.sourceLabels().stream().map(RandomRules::quoted).toList();
            fields.add("source_labels: " + names);
        }
        if (!rule.separator().equals(none.separator())) {
            fields.add("separator: " + quoted(rule.separator()));
        }
        if (!rule.regex().equals(none.regex())) {
            fields.add("regex: " + quoted(rule.regex().expression()));
        }
        if (rule.modulus() != none.modulus()) {
            fields.add("modulus: " + rule.modulus());
        }
        if (!rule.targetLabel().equals(none.targetLabel())) {
            fields.add("target_label: " + quoted(rule.targetLabel()));
        }
        if (!rule.replacement().equals(none.replacement())) {
            fields.add("replacement: " + quoted(rule.replacement()));
        }
        return "- {" + String.join(", ", fields) + "}";
    }

    /// In double quotes, as YAML and the text exposition have them.
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
