package io.tributary.gateway.registry.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    private static final String[] PIECES = {
        "a",
        "true",
        "null",
        "~",
        "40",
        "-1",
        "0",
        "007",
        " ",
        ":",
        ": ",
        "#",
        " #",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "'",
        "\\",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\u0007",
        "\u007f",
        "\u0085",
        "\u00a0",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\uffff",
        "\ud800",
        "\udc00",
        "\ud83d\ude00",
        "é",
        "語",
        "%",
        "@",
        "`",
        "&",
        "*",
        "!",
        "|",
        ">",
        "?",
        "---",
        "...",
        "<<",
        "=",
        "\ud7ff",
        "\ue000"
    };

    @Test
    void written_anyTextAnywhere_isReadBackEqual() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            YamlNode.Section object = section(random, 3);
            String json = CanonicalJson.of(object);
            Problems problems = new Problems();
            YamlNode.Section read =
                    CanonicalJson.read("object", json, problems)
                            .orElse(new YamlNode.Section("", List.of()));
            assertThat(problems.all()).as(json).isEmpty();
            assertThat(CanonicalJson.isSame(read, object)).as("%d: %s", i, json).isTrue();
            assertThat(CanonicalJson.of(read)).isEqualTo(json);
            assertThat(json).doesNotContain("\n");
        }
    }

    @Test
    void written_flagsAndSettings_areWordsAndAllElseTexts() {
        YamlNode.Section object =
                CanonicalJson.read(
                                "object",
                                "{name: 40, disabled: true, limits: {a: 40, b: 1h, c: 007}, labels: {x: 1, y: }, match: [true]}",
                                new Problems())
                        .orElseThrow();

        assertThat(CanonicalJson.of(object))
                .isEqualTo(
                        "{\"name\":\"40\",\"disabled\":true,\"limits\":{\"a\":40,\"b\":\"1h\",\"c\":\"007\"},"
                                + "\"labels\":{\"x\":\"1\",\"y\":null},\"match\":[\"true\"]}");
    }

    private static YamlNode.Section section(Random random, int depth) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String key = i + text(random);
            entries.add(new YamlNode.Entry("", key, node(random, depth)));
        }
        if (random.nextInt(3) == 0) {
            entries.add(new YamlNode.Entry("", "disabled", node(random, 0)));
        }
        return new YamlNode.Section("", entries);
    }

    private static YamlNode node(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 2 : 5);
        return switch (kind) {
            case 0 -> new YamlNode.Text("", text(random), false);
            case 1 -> new YamlNode.Text("", "", random.nextBoolean());
            case 2 -> section(random, depth - 1);
            default -> {
                List<YamlNode> items = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    items.add(node(random, depth - 1));
                }
                yield new YamlNode.Items("", items);
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
