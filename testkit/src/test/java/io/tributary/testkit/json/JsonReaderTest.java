package io.tributary.testkit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    @Test
    void read_nestedValues_areAsWritten() {
        Json json =
                JsonReader.read(
                        " {\"a\" : [1.5e-3,{}, [] ],\"b\":\"x\",\n\"c\":null,\"d\":{\"e\":true}} ");

        assertThat(json.member("a").elements().getFirst().text()).isEqualTo("1.5e-3");
        assertThat(json.member("a").elements().get(1).members()).isEqualTo(Map.of());
        assertThat(json.member("a").elements().get(2).elements()).isEqualTo(List.of());
        assertThat(json.either("z", "b").text()).isEqualTo("x");
        assertThat(json.member("c").text()).isEqualTo("null");
        assertThat(json.member("d").member("e").text()).isEqualTo("true");
    }

    @Test
    void read_escapes_areWhatTheyMean() {
        assertThat(JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00\"").text())
                .isEqualTo("\"\\/\b\f\n\r\tä😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":1}",
                "{\"a\" 1}",
                "{a:1}",
                "[1,]",
                "[1 2]",
                "[1",
                "\"a",
                "\"\\x\"",
                "\"\\u00g0\"",
                "\"\n\"",
                "1 2",
                "{}}"
            })
    void read_whatIsNoJson_fails(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(AssertionError.class);
    }

    @Test
    void member_thatIsAbsent_isNamed() {
        assertThatThrownBy(() -> JsonReader.read("{}").member("data"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no data in");
    }
}
