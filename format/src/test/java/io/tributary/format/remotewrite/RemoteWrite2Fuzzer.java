package io.tributary.format.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.model.columns.HistogramColumns;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Jazzer target: whatever the bytes, our decoder of remote write 2.0 says what protobuf-java says,
/// or refuses; and it says so again, whatever it has read before.
public final class RemoteWrite2Fuzzer {
    private RemoteWrite2Fuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        Optional<SymbolsOracle.Request> ours = decode(input);
        if (ours.isPresent()) {
            assertThat(ours).isEqualTo(SymbolsOracle.read(input));
        }
    }

    /// What our decoder reads, or empty if it refuses.
    static Optional<SymbolsOracle.Request> decode(byte[] message) {
        int margin = RemoteWrite1Fuzzer.MARGIN;
        byte[] bytes = new byte[message.length + 2 * margin];
        Arrays.fill(bytes, (byte) 0x0A);
        System.arraycopy(message, 0, bytes, margin, message.length);
        RemoteWrite2Decoder decoder = new RemoteWrite2Decoder();
        WriteBatch batch = new WriteBatch();
        try {
            decoder.decode(bytes, margin, message.length, batch);
            SymbolsOracle.Request first = content(batch);
            decoder.decode(bytes, margin, message.length, batch);
            assertThat(content(batch)).isEqualTo(first);
            return Optional.of(first);
        } catch (MalformedRequestException e) {
            assertThat(e.offset()).isBetween(0, message.length);
            return Optional.empty();
        }
    }

    private static SymbolsOracle.Request content(WriteBatch batch) {
        List<SymbolsOracle.Series> all = new ArrayList<>();
        for (int i = 0; i < batch.seriesCount(); i++) {
            String fault = batch.symbols().fault(batch.keyOffset(i), batch.keyLength(i));
            all.add(
                    new SymbolsOracle.Series(
                            fault.isEmpty() ? labels(batch, i) : List.of(),
                            fault,
                            samples(batch, i),
                            RemoteWrite1Fuzzer.histograms(batch, i),
                            histogramStarts(batch, i),
                            RemoteWrite1Fuzzer.exemplars(batch.exemplars(), i)));
        }
        return new SymbolsOracle.Request(
                all,
                batch.exemplars().droppedCount(),
                RemoteWrite1Fuzzer.metadata(batch.bytes(), batch.metadata()));
    }

    private static List<Oracle.Pair> labels(WriteBatch batch, int series) {
        LabelPairs pairs = new LabelPairs();
        batch.readSymbols(series, pairs);
        return RemoteWrite1Fuzzer.labels(pairs);
    }

    private static List<SymbolsOracle.Sample> samples(WriteBatch batch, int series) {
        List<SymbolsOracle.Sample> samples = new ArrayList<>();
        for (int j = batch.sampleStart(series); j < batch.sampleEnd(series); j++) {
            samples.add(
                    new SymbolsOracle.Sample(
                            batch.timeMillis(j), batch.valueBits(j), batch.startMillis(j)));
        }
        return samples;
    }

    private static List<Long> histogramStarts(WriteBatch batch, int series) {
        HistogramColumns columns = batch.histograms();
        List<Long> starts = new ArrayList<>();
        for (int j = batch.histogramStart(series); j < batch.histogramEnd(series); j++) {
            starts.add(columns.startMillis(j));
        }
        return starts;
    }
}
