package io.tributary.format.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.otlp.rules.Deltas;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.format.otlp.rules.Promotion;
import io.tributary.format.otlp.rules.TranslationStrategy;
import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.columns.MetadataColumns;
import io.tributary.model.columns.SymbolColumns;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.HistogramParts;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Jazzer target: whatever the bytes, they are refused or make a batch that can be read; the same
/// one from a decoder that read others before.
///
/// The first byte of an input chooses the settings, the rest is the request.
public final class OtlpFuzzer {
    /// Bytes before and behind the message, so that a read outside of it is seen.
    private static final int MARGIN = 16;

    private static final List<TranslationStrategy> STRATEGIES =
            List.of(TranslationStrategy.values());

    private static final OtlpDecoder USED = new OtlpDecoder();

    private OtlpFuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        OtlpSettings settings = settings(input[0]);
        byte[] bytes = new byte[input.length + 2 * MARGIN];
        Arrays.fill(bytes, (byte) 0x0A);
        System.arraycopy(input, 1, bytes, MARGIN, input.length - 1);
        String first = decode(new OtlpDecoder(), bytes, input.length - 1, settings);
        assertThat(decode(USED, bytes, input.length - 1, settings)).isEqualTo(first);
    }

    private static String decode(
            OtlpDecoder decoder, byte[] bytes, int length, OtlpSettings settings) {
        WriteBatch batch = new WriteBatch();
        try {
            decoder.decode(bytes, MARGIN, length, settings, batch);
        } catch (MalformedRequestException e) {
            assertThat(e.offset()).isBetween(0, length);
            return "malformed";
        }
        check(batch);
        return "%d series, %d samples, %d histograms, %d exemplars, %d families, %d refused: %s"
                .formatted(
                        batch.seriesCount(),
                        batch.sampleCount(),
                        batch.histogramCount(),
                        batch.exemplarCount(),
                        batch.metadataCount(),
                        decoder.refusals().total(),
                        decoder.refusals().first());
    }

    /// All that points somewhere points to what is there.
    static void check(WriteBatch batch) {
        SymbolColumns symbols = batch.symbols();
        int size = batch.bytes().length;
        for (int i = 0; i < symbols.count(); i++) {
            checkRange(symbols.offset(i), symbols.length(i), size);
        }
        for (int i = 0; i < batch.seriesCount(); i++) {
            assertThat(symbols.fault(batch.keyOffset(i), batch.keyLength(i))).isEmpty();
            int samples = batch.sampleEnd(i) - batch.sampleStart(i);
            int histograms = batch.histogramEnd(i) - batch.histogramStart(i);
            assertThat(samples + histograms).isPositive();
        }
        HistogramParts parts = new HistogramParts();
        for (int i = 0; i < batch.histogramCount(); i++) {
            if (batch.histograms().isValid(i)) {
                batch.histograms().read(i, parts);
            }
        }
        MetadataColumns metadata = batch.metadata();
        for (int i = 0; i < metadata.count(); i++) {
            checkRange(metadata.familyOffset(i), metadata.familyLength(i), size);
            checkRange(metadata.helpOffset(i), metadata.helpLength(i), size);
            checkRange(metadata.unitOffset(i), metadata.unitLength(i), size);
        }
    }

    private static void checkRange(int offset, int length, int size) {
        assertThat(offset).isBetween(0, size - length);
        assertThat(length).isNotNegative();
    }

    private static OtlpSettings settings(byte choice) {
        return new OtlpSettings(
                STRATEGIES.get(choice & 3),
                (choice & 4) == 0
                        ? new Promotion.AllBut(List.of())
                        : new Promotion.Only(List.of("host.name")),
                8,
                (choice & 8) == 0,
                (choice & 16) == 0,
                (choice & 32) == 0,
                (choice & 64) == 0,
                (choice & 128) == 0,
                (choice & 3) == 0 ? Deltas.ACCUMULATE : Deltas.REFUSE,
                Duration.ofMinutes(5));
    }
}
