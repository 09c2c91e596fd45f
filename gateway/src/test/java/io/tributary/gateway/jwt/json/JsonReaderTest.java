package io.tributary.gateway.jwt.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.SeededCases;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
    @Test
    void read_eachKindOfValue_isAsWritten() throws Exception {
        JsonValue.Fields read =
                JsonReader.read(
                        " {\"t\":\"a\\u00e9\\n\\/\\ud83d\\ude00é😀\",\"n\":-12.5e+1,\"z\":0,\"y\":true,\"f\":false,"
                                + "\"x\":null,\"a\":[1,[],\"b\"],\"o\":{\"p\":{}}}\n",
                        4,
                        100);

        assertThat(read.members())
                .containsExactly(
                        Map.entry("t", new JsonValue.Text("aé\n/😀é😀")),
                        Map.entry("n", new JsonValue.Numeral(-125)),
                        Map.entry("z", new JsonValue.Numeral(0)),
                        Map.entry("y", new JsonValue.Flag(true)),
                        Map.entry("f", new JsonValue.Flag(false)),
                        Map.entry("x", new JsonValue.Nothing()),
                        Map.entry(
                                "a",
                                new JsonValue.Array(
                                        List.of(
                                                new JsonValue.Numeral(1),
                                                new JsonValue.Array(List.of()),
                                                new JsonValue.Text("b")))),
                        Map.entry(
                                "o",
                                new JsonValue.Fields(
                                        Map.of("p", new JsonValue.Fields(Map.of(), 0)), 1)));
        assertThat(read.values()).isEqualTo(12);
    }

    @Test
    void read_whatIsNotOneObjectOfJson_isRefused() {
        for (String wrong :
                List.of(
                        "",
                        " ",
                        "null",
                        "[]",
                        "{",
                        "{}{}",
                        "{} x",
                        "{\"a\"}",
                        "{\"a\":}",
                        "{\"a\":1,}",
                        "{,\"a\":1}",
                        "{a:1}",
                        "{'a':1}",
                        "{\"a\":01}",
                        "{\"a\":1.}",
                        "{\"a\":.5}",
                        "{\"a\":+1}",
                        "{\"a\":-}",
                        "{\"a\":1e}",
                        "{\"a\":0x1}",
                        "{\"a\":NaN}",
                        "{\"a\":Infinity}",
                        "{\"a\":tru}",
                        "{\"a\":True}",
                        "{\"a\":[1,]}",
                        "{\"a\":[1 2]}",
                        "{\"a\":\"",
                        "{\"a\":\"\\\"}",
                        "{\"a\":\"\\x\"}",
                        "{\"a\":\"\\u12\"}",
                        "{\"a\":\"\\u00٣٣\"}",
                        "{\"a\":\"\t\"}",
                        "{\"a\":\"\\ud800\"}",
                        "{\"a\":\"\\udc00\\ud800\"}",
                        "{\"\\ud800\":1}",
                        "{\"a\":1}//",
                        "/**/{}",
                        "\ufeff{}",
                        "{\"a\":1\u00a0}",
                        "{\"a\":1,\"a\":1}",
                        "{\"a\":1,\"\\u0061\":2}",
                        "{\"b\":[{\"a\":1,\"a\":null}]}")) {
            assertThatThrownBy(() -> JsonReader.read(wrong, 8, 100))
                    .as(wrong)
                    .isInstanceOf(JsonException.class);
        }
    }

    @Test
    void read_notUtf8_isRefused() {
        for (byte[] wrong :
                List.of(
                        latin("{\"a\":\"\u00e9\"}"),
                        latin("{\"a\":\"\u00c0\u0080\"}"),
                        latin("{\"a\":\"\u00ed\u00a0\u0080\"}"),
                        "{}".getBytes(StandardCharsets.UTF_16))) {
            assertThatThrownBy(() -> JsonReader.read(wrong, 8, 100))
                    .isInstanceOf(JsonException.class)
                    .hasMessage("not UTF-8");
        }
    }

    @Test
    void read_deepOrMuch_isRefusedAtTheBound() throws Exception {
        assertThat(
                        JsonReader.read("{\"a\":" + "[".repeat(7) + "]".repeat(7) + "}", 8, 100)
                                .values())
                .isEqualTo(7);
        for (String wrong :
                List.of(
                        "{\"a\":" + "[".repeat(8) + "]".repeat(8) + "}",
                        "{\"a\":".repeat(100_000),
                        "{\"a\":" + "[".repeat(100_000))) {
            assertThatThrownBy(() -> JsonReader.read(wrong, 8, 100))
                    .hasMessageContaining("nested deeper than 8");
        }
        assertThatThrownBy(() -> JsonReader.read("{\"a\":[" + "0,".repeat(99) + "0]}", 8, 100))
                .hasMessageContaining("more than 100 values");
    }

    /// What a failure says goes to logs, and the text may be a credential.
    @Test
    void read_failures_showNothingOfTheText() {
        SeededCases.run(
                2_000,
                random -> {
                    String secret = "s3cr3t" + random.between(0, 99);
                    String text = "{\"" + secret + "\":\"" + secret + "\",\"b\":[1,{}]}";
                    int at = random.between(0, text.length() - 1);
                    String changed =
                            text.substring(0, at)
                                    + (char) random.between(1, 126)
                                    + text.substring(at + 1);
                    try {
                        JsonReader.read(changed, 8, 100);
                    } catch (JsonException e) {
                        assertThat(e.why()).doesNotContain("s3cr3t");
                    }
                });
    }

    /// Whatever comes, the answer is a value or a refusal.
    @Test
    void read_garbage_endsInOneOfTwoWays() {
        List<String> pieces =
                List.of(
                        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "00", "1", "-", "e", ".",
                        "true", "null", " ", "a", "\ud83d");
        SeededCases.run(
                20_000,
                random -> {
                    StringBuilder text = new StringBuilder("{");
                    for (int i = random.size(40); i > 0; i--) {
                        text.append(random.pick(pieces));
                    }
                    try {
                        assertThat(JsonReader.read(text.toString(), 8, 100)).isNotNull();
                    } catch (JsonException e) {
                        assertThat(e.why()).isNotEmpty();
                    }
                });
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
