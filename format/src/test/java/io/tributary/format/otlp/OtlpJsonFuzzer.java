package io.tributary.format.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.flow.WriteBatch;

/// Jazzer target: whatever the bytes, they are refused where they are no such JSON, or make a
/// batch.
public final class OtlpJsonFuzzer {
    private OtlpJsonFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        WriteBatch batch = new WriteBatch();
        try {
            new OtlpDecoder().decodeJson(input, 0, input.length, OtlpSettings.DEFAULT, batch);
        } catch (MalformedRequestException e) {
            assertThat(e.offset()).isBetween(0, input.length);
            return;
        }
        OtlpFuzzer.check(batch);
    }
}
