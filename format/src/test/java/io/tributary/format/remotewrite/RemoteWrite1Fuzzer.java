package io.tributary.format.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.tributary.model.flow.LabelPairs;
import io.tributary.model.flow.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Jazzer target: whatever the bytes, our decoder says what protobuf-java says, or refuses.
public final class RemoteWrite1Fuzzer {
    /// Bytes before and behind the message, so that a read outside of it is seen.
    private static final int MARGIN = 16;

    private RemoteWrite1Fuzzer() {}

    /// Jazzer's entry.
    public static void fuzzerTestOneInput(byte[] input) {
        Optional<Oracle.Request> ours = decode(input);
        if (ours.isPresent()) {
            assertThat(ours).isEqualTo(Oracle.read(input));
        }
        LabelPairs pairs = new LabelPairs();
        try {
            RemoteWrite1Labels.decode(input, 0, input.length, pairs);
        } catch (MalformedRequestException e) {
            assertThat(e.offset()).isBetween(0, input.length);
        }
    }

    /// What our decoder reads, or empty if it refuses.
    static Optional<Oracle.Request> decode(byte[] message) {
        byte[] bytes = new byte[message.length + 2 * MARGIN];
        Arrays.fill(bytes, (byte) 0x0A);
        System.arraycopy(message, 0, bytes, MARGIN, message.length);
        WriteBatch batch = new WriteBatch();
        try {
            new RemoteWrite1Decoder().decode(bytes, MARGIN, message.length, batch);
        } catch (MalformedRequestException e) {
            assertThat(e.offset()).isBetween(0, message.length);
            return Optional.empty();
        }
        return Optional.of(content(batch));
    }

    private static Oracle.Request content(WriteBatch batch) {
        List<Oracle.Series> all = new ArrayList<>();
        for (int i = 0; i < batch.seriesCount(); i++) {
            List<Oracle.Sample> samples = new ArrayList<>();
            for (int j = batch.sampleStart(i); j < batch.sampleEnd(i); j++) {
                samples.add(new Oracle.Sample(batch.timeMillis(j), batch.valueBits(j)));
            }
            all.add(new Oracle.Series(labels(batch, i), samples));
        }
        return new Oracle.Request(
                all, batch.histogramCount(), batch.exemplarCount(), batch.metadataCount());
    }

    private static List<Oracle.Pair> labels(WriteBatch batch, int series) {
        LabelPairs pairs = new LabelPairs();
        try {
            RemoteWrite1Labels.decode(
                    batch.bytes(), batch.keyOffset(series), batch.keyLength(series), pairs);
        } catch (MalformedRequestException e) {
            throw new AssertionError("a key of an accepted request cannot be read", e);
        }
        List<Oracle.Pair> labels = new ArrayList<>();
        for (int i = 0; i < pairs.count(); i++) {
            labels.add(
                    new Oracle.Pair(
                            ByteString.copyFrom(
                                    pairs.bytes(), pairs.nameOffset(i), pairs.nameLength(i)),
                            ByteString.copyFrom(
                                    pairs.bytes(), pairs.valueOffset(i), pairs.valueLength(i))));
        }
        return labels;
    }
}
