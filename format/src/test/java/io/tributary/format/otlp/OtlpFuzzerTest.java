package io.tributary.format.otlp;

import io.tributary.testkit.fuzz.FuzzCorpus;
import org.junit.jupiter.api.Test;

final class OtlpFuzzerTest {
    @Test
    void decode_corpusAndMutations_isRefusedOrABatch() {
        FuzzCorpus.run("otlp", 20_000, OtlpFuzzer::fuzzerTestOneInput);
    }

    @Test
    void decodeJson_corpusAndMutations_isRefusedOrABatch() {
        FuzzCorpus.run("otlpjson", 20_000, OtlpJsonFuzzer::fuzzerTestOneInput);
    }
}
