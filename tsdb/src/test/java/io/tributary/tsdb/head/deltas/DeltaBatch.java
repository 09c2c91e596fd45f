package io.tributary.tsdb.head.deltas;

import io.tributary.model.flow.Route;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.tsdb.head.HeadFixture;
import io.tributary.tsdb.head.deltas.DeltaModel.Delta;
import io.tributary.tsdb.head.deltas.DeltaModel.Stored;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A request of deltas, a series entry for each, and of samples that are no deltas.
final class DeltaBatch {
    private final ByteArrayOutputStream keys = new ByteArrayOutputStream();
    private final WriteBatch batch = new WriteBatch();

    DeltaBatch() {
        batch.reset(new byte[0]);
    }

    DeltaBatch add(String name, Delta delta) {
        begin(name);
        batch.deltaLast();
        addSample(delta.end(), delta.start(), delta.what());
        return this;
    }

    DeltaBatch addWorth(String name, long timeMillis, Stored what) {
        begin(name);
        addSample(timeMillis, what.start(), what);
        return this;
    }

    /// Appends it and waits until it is durable.
    WriteResult.Accepted append(HeadFixture fixture, Route route) {
        WriteResult result = send(fixture, route);
        if (result instanceof WriteResult.Accepted accepted) {
            fixture.head().awaitDurable(accepted.position());
            return accepted;
        }
        throw new AssertionError("refused: " + result);
    }

    /// Appends it, whatever the answer.
    WriteResult send(HeadFixture fixture, Route route) {
        batch.moveTo(keys.toByteArray());
        return fixture.head().append(route, batch);
    }

    private void begin(String name) {
        byte[] key = ("__name__=" + name).getBytes(StandardCharsets.UTF_8);
        batch.beginSeries(keys.size(), key.length);
        keys.writeBytes(key);
    }

    private void addSample(long timeMillis, long start, Stored what) {
        if (what.histogram().isPresent()) {
            HistogramParts parts = new HistogramParts();
            Histogram histogram = what.histogram().get();
            histogram.into(parts);
            batch.addHistogram(timeMillis, ResetHint.UNKNOWN, parts);
            if (start != 0) {
                batch.histograms().startLast(start);
            }
            return;
        }
        batch.addSample(timeMillis, what.bits());
        if (start != 0) {
            batch.startLast(start);
        }
    }
}
