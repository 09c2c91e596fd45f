package io.tributary.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void read_everyKind_isTold() throws Exception {
        Json json =
                JsonReader.read(
                        " {\"a\": [1.5e3, true, null, \"x\\n\\u00fc\\\"\"], \"b\": {}, \"c\": [ ]} ");

        assertThat(json.member("a").list())
                .isEqualTo(
                        List.of(
                                new Json.Word("1.5e3"),
                                new Json.Word("true"),
                                new Json.Word("null"),
                                new Json.Text("x\nü\"")));
        assertThat(json.has("b")).isTrue();
        assertThat(json.has("d")).isFalse();
        assertThat(json.member("c").list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1",
                "[1,]",
                "{\"a\"}",
                "\"x",
                "\"\\x\"",
                "\"\\u12\"",
                "1 2",
                "<html>"
            })
    void read_noJson_isRefused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("no JSON");
    }

    @Test
    void read_tooDeep_isRefused() {
        assertThatThrownBy(() -> JsonReader.read("[".repeat(1_000_000)))
                .isInstanceOf(JsonException.class)
                .hasMessage("JSON nested deeper than 64");
    }

    @Test
    void raw_member_isAsItStands() throws Exception {
        assertThat(JsonReader.raw("{\"status\":\"success\",\"data\": {\"b\" :[1, 2]} }", "data"))
                .isEqualTo("{\"b\" :[1, 2]}");
    }
}
