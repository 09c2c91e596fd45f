package io.tributary.format;

import io.tributary.testkit.fuzz.FuzzCorpus;
import org.junit.jupiter.api.Test;

final class HistogramBytesFuzzerTest {
    @Test
    void read_corpusAndMutations_isRefusedOrWrittenAsRead() {
        FuzzCorpus.run("histogrambytes", 50_000, HistogramBytesFuzzer::fuzzerTestOneInput);
    }
}
