package io.tributary.model.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.SeededCases.Random;
import io.tributary.testkit.peers.Peers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prometheus' own checker and we accept the same rules, made of random fields.
/// `-Drelabel.rules=5000` tries more.
@Tag("peers")
class PromtoolRelabelTest {
    private static final int RULES = 300;

    private static final List<String> ACTIONS =
            List.of(
                    "replace",
                    "keep",
                    "drop",
                    "keepequal",
                    "dropequal",
                    "hashmod",
                    "labelmap",
                    "labeldrop",
                    "labelkeep",
                    "lowercase",
                    "uppercase",
                    "KeepEqual",
                    "LABELDROP",
                    "label_drop",
                    "");

    /// Values of each field, as YAML has them. The default expression is not among them: written
    /// out, Prometheus takes it for another.
    private static final Map<String, List<String>> FIELDS =
            Map.of(
                    "source_labels", List.of("[\"a\"]", "[\"a\", \"é.b\"]", "[\"\"]"),
                    "separator", List.of("\";\"", "\",\"", "\"\""),
                    "regex", List.of("\"a.*\"", "\"\"", "\"(\"", "\"(?=a)\"", "\"(?<x>a){1000}\""),
                    "modulus", List.of("0", "5", "-1", "9223372036854775807"),
                    "target_label", List.of("\"\"", "\"a\"", "\"$1\"", "\"é ${1}\"", "\"a-b\""),
                    "replacement", List.of("\"$1\"", "\"\"", "\"x\"", "\"${\""));

    @TempDir private Path directory;

    @Test
    void rules_ofRandomFields_areAcceptedOrRefusedAlike() throws Exception {
        Path promtool = Peers.require("promtool");
        int accepted = 0;
        int count = Integer.getInteger("relabel.rules", RULES);
        for (int seed = 0; seed < count; seed++) {
            Map<String, String> fields = fields(new Random(seed));
            boolean accepts = accepts(promtool, fields);
            String refusal = refusal(fields);
            assertThat(refusal.isEmpty())
                    .as("rule %d: %s, we say: %s", seed, fields, refusal)
                    .isEqualTo(accepts);
            accepted += accepts ? 1 : 0;
        }
        assertThat(accepted).isBetween(count / 10, count * 9 / 10);
    }

    private static Map<String, String> fields(Random random) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("action", '"' + random.pick(ACTIONS) + '"');
        FIELDS.keySet().stream()
                .sorted()
                .forEach(field -> {
                    if (random.oneIn(field.equals("target_label") ? 2 : 4)) {
                        fields.put(field, random.pick(FIELDS.getOrDefault(field, List.of())));
                    }
                });
        return fields;
    }

    private boolean accepts(Path promtool, Map<String, String> fields) throws Exception {
        StringBuilder rule = new StringBuilder();
        fields.forEach((field, value) ->
                rule.append(rule.isEmpty() ? "" : ", ").append(field).append(": ").append(value));
        Path file = directory.resolve("prometheus.yml");
        Files.writeString(
                file,
                """
                scrape_configs:
                - job_name: a
                  metric_relabel_configs:
                  - {%s}
                """
                        .formatted(rule));
        Process check =
                new ProcessBuilder(promtool.toString(), "check", "config", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        return check.waitFor() == 0;
    }

    /// Why we refuse it; empty if we do not.
    private static String refusal(Map<String, String> fields) {
        RelabelRule.Builder rule = RelabelRule.builder();
        try {
            fields.forEach((field, value) -> set(rule, field, value));
            rule.build();
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void set(RelabelRule.Builder rule, String field, String value) {
        String text = value.replace("\"", "");
        switch (field) {
            case "action" -> rule.action(text);
            case "source_labels" ->
                    rule.sourceLabels(
                            List.of(text.substring(1, text.length() - 1).split(", ", -1)));
            case "separator" -> rule.separator(text);
            case "regex" -> rule.regex(text);
            case "modulus" -> rule.modulus(Long.parseLong(text));
            case "target_label" -> rule.targetLabel(text);
            case "replacement" -> rule.replacement(text);
            default -> throw new AssertionError(field);
        }
    }
}
