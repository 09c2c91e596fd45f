package io.tributary.promql.engine.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import org.junit.jupiter.api.Test;

/// Against what Prometheus 3.14 says of the same labels.
class LabelHashTest {
    @Test
    void hash_isPrometheus() {
        assertThat(LabelHash.hash(Labels.empty())).isEqualTo(0xef46db3751d8e999L);
        assertThat(LabelHash.hash(Labels.of("__name__", "m", "l", "a")))
                .isEqualTo(0xbfdd954c18f03b10L);
    }

    @Test
    void hash_ofLongAndOfManyByteValues_isPrometheus() {
        assertThat(LabelHash.hash(Labels.of("__name__", "größe", "l", "x".repeat(254))))
                .isEqualTo(0x6d533cb6bc0939a5L);
        assertThat(LabelHash.hash(Labels.of("__name__", "m", "l", "x".repeat(300))))
                .isEqualTo(0x7a99b1bdd44930b7L);
    }

    @Test
    void share_ofAHashAboveHalf_isUnsigned() {
        assertThat(LabelHash.share(Labels.of("__name__", "m", "l", "1")))
                .isEqualTo(0.699878412451406);
        assertThat(LabelHash.share(Labels.of("__name__", "m", "l", "7")))
                .isEqualTo(0.024944210223781967);
    }
}
