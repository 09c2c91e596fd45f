package io.tributary.format;

import io.tributary.testkit.fuzz.FuzzCorpus;
import org.junit.jupiter.api.Test;

final class RelabelFuzzerTest {
    @Test
    void apply_corpusAndMutations_isRefusedOrCanonical() {
        FuzzCorpus.run("relabel", 3_000, RelabelFuzzer::fuzzerTestOneInput);
    }
}
