package io.tributary.tsdb.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StampOverlapsTest {
    private static final Labels NONE = Labels.empty();
    private static final Labels EU = Labels.of("cluster", "eu");
    private static final Labels US = Labels.of("cluster", "us");
    private static final Labels EU_OF_1 = Labels.of("cluster", "eu", "zone", "1");
    private static final Labels US_OF_1 = Labels.of("cluster", "us", "zone", "1");
    private static final Labels ZONE_2 = Labels.of("zone", "2");

    @Test
    void overlap_clustersOfDifferentNames_isNone() {
        assertThat(StampOverlaps.overlap(List.of())).isFalse();
        assertThat(StampOverlaps.overlap(List.of(NONE))).isFalse();
        assertThat(StampOverlaps.overlap(List.of(EU, US))).isFalse();
        assertThat(StampOverlaps.overlap(List.of(EU, US_OF_1))).isFalse();
        assertThat(StampOverlaps.overlap(List.of(EU_OF_1, US_OF_1, ZONE_2))).isFalse();
    }

    @Test
    void overlap_whereOneLeavesToTheSenderWhatTheOtherStamps_isThere() {
        assertThat(StampOverlaps.overlap(List.of(EU, NONE))).isTrue();
        assertThat(StampOverlaps.overlap(List.of(US, EU, EU_OF_1))).isTrue();
        assertThat(StampOverlaps.overlap(List.of(EU, ZONE_2))).isTrue();
    }

    @Test
    void overlap_moreKindsThanAreCompared_isTakenToBeThere() {
        List<Labels> many = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            many.add(Labels.of("cluster", "c" + i, "own" + i, "" + i));
        }
        assertThat(StampOverlaps.overlap(many)).isFalse();
        many.add(Labels.of("cluster", "c32", "own32", "32"));
        assertThat(StampOverlaps.overlap(many)).isTrue();
    }
}
