package io.tributary.server.collect;

import io.tributary.format.remotewrite.RemoteWrite1LabelWriter;
import io.tributary.model.Labels;
import io.tributary.model.flow.WriteBatch;
import java.util.ArrayList;
import java.util.List;

/// Writes series of one sample each as a batch, their labels as remote write 1.0 has them.
final class BatchBytes {
    private record Sample(int keyOffset, int keyLength, long bits) {}

    private final long timeMillis;
    private final RemoteWrite1LabelWriter labels = new RemoteWrite1LabelWriter();
    private final List<Sample> samples = new ArrayList<>();

    /// A batch of samples that are all of one time.
    BatchBytes(long timeMillis) {
        this.timeMillis = timeMillis;
    }

    void add(Labels series, long bits) {
        int start = labels.size();
        for (int i = 0; i < series.size(); i++) {
            labels.add(series.name(i), series.value(i));
        }
        samples.add(new Sample(start, labels.size() - start, bits));
    }

    WriteBatch batch() {
        WriteBatch batch = new WriteBatch();
        batch.reset(labels.toByteArray());
        for (Sample sample : samples) {
            batch.beginSeries(sample.keyOffset, sample.keyLength);
            batch.addSample(timeMillis, sample.bits);
        }
        return batch;
    }
}
