package io.tributary.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelsTest {
    private static final Labels UP = Labels.of("__name__", "up", "job", "a\"b");
    private static final String TEXT = "{__name__=\"up\", job=\"a\\\"b\"}";

    @Test
    void shown_withinTheBound_isAll() {
        assertThat(UP.shown(TEXT.length())).isEqualTo(TEXT).isEqualTo(UP.toString());
        assertThat(Labels.empty().shown(2)).isEqualTo("{}");
    }

    @Test
    void shown_beyondTheBound_isCutAndSaysSo() {
        for (int bound = 0; bound < TEXT.length(); bound++) {
            assertThat(UP.shown(bound)).isEqualTo(TEXT.substring(0, bound) + "…");
        }
    }

    @Test
    void shown_cutInACharacterOfTwoUnits_leavesItOut() {
        assertThat(Labels.of("a", "😀").shown(5)).isEqualTo("{a=\"…");
        assertThat(Labels.of("a", "😀").shown(6)).isEqualTo("{a=\"😀…");
    }
}
