package io.tributary.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LineTextTest {
    @Test
    void prefix_specialCharacters_haveABackslash() {
        assertThat(
                        LineText.prefix(
                                "m, x", "f=1", new TreeMap<>(Map.of("a b", "c\\d", "e", "f\"g"))))
                .contains("m\\,\\ x,a\\ b=c\\\\d,e=f\"g f\\=1=");
        assertThat(LineText.prefix("m", "f", Map.of())).contains("m f=");
    }

    @Test
    void prefix_thatNoLineCanSay_isNone() {
        assertThat(LineText.prefix("#m", "f", Map.of())).as("a comment").isEmpty();
        assertThat(LineText.prefix("m", "f", Map.of("a", "b\nc"))).isEmpty();
    }
}
